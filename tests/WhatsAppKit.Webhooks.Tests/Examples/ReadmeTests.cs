using WhatsAppKit.TestKit;

namespace WhatsAppKit.Webhooks.Tests.Examples;

/// <summary>The package's README shows the examples as they are compiled and run here.</summary>
public class ReadmeTests
{
    private const string Folder = "tests/WhatsAppKit.Webhooks.Tests/Examples";

    [Fact]
    public void The_examples_of_the_README_run_here() =>
        DocumentExamples.AreCompiled("src/WhatsAppKit.Webhooks/README.md", $"{Folder}/ShopExample.cs", $"{Folder}/SettingsExample.cs");
}

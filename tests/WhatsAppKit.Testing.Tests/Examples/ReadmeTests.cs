using WhatsAppKit.TestKit;

namespace WhatsAppKit.Testing.Tests.Examples;

/// <summary>The package's README shows the examples as they are compiled and run here.</summary>
public class ReadmeTests
{
    private const string Folder = "tests/WhatsAppKit.Testing.Tests/Examples";

    [Fact]
    public void The_examples_of_the_README_run_here() => DocumentExamples.AreCompiled(
        "src/WhatsAppKit.Testing/README.md", $"{Folder}/ConversationExample.cs", $"{Folder}/WebhookExample.cs", $"{Folder}/SharedExample.cs");
}

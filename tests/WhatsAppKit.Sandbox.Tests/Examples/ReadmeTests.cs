using WhatsAppKit.TestKit;

namespace WhatsAppKit.Sandbox.Tests.Examples;

/// <summary>The package's README shows the examples as they are compiled and run here.</summary>
public sealed class ReadmeTests
{
    private const string Folder = "tests/WhatsAppKit.Sandbox.Tests/Examples";

    [Fact]
    public void The_examples_of_the_README_run_here() => DocumentExamples.AreCompiled(
        "src/WhatsAppKit.Sandbox/README.md", $"{Folder}/FirstExample.cs", $"{Folder}/FaultExample.cs", $"{Folder}/AppExample.cs", $"{Folder}/FixtureExample.cs");
}

using WhatsAppKit.TestKit;

namespace WhatsAppKit.Sandbox.Tests.Examples;

/// <summary>The package's README shows the examples as they are compiled and run here.</summary>
public sealed class ReadmeTests
{
    private const string Readme = "src/WhatsAppKit.Sandbox/README.md";

    [Theory]
    [InlineData("FirstExample")]
    [InlineData("FaultExample")]
    [InlineData("AppExample")]
    public void An_example_stands_in_the_README_as_it_runs_here(string name)
    {
        var lines = PublishedDocument.Read($"tests/WhatsAppKit.Sandbox.Tests/Examples/{name}.cs").ReplaceLineEndings("\n").Split('\n');
        var begin = Array.FindIndex(lines, line => line.Trim().StartsWith("// example", StringComparison.Ordinal));
        var end = Array.FindIndex(lines, line => line.Trim() == "// end");
        var code = string.Join('\n', lines[(begin + 1)..end].Select(line => line.Length > 4 ? line[4..] : ""));
        Assert.Contains(code, PublishedDocument.Read(Readme).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}

namespace WhatsAppKit.AspNetCore.Tests.Hosting.Embedding;

/// <summary>The page about embedding shows code that is compiled.</summary>
public class PageTests
{
    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "WhatsAppKit.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("The repository's root was not found.");
            }

            return folder.FullName;
        }
    }

    [Fact]
    public void Code_on_the_page_stands_in_the_sample_or_the_tests()
    {
        string[] sources =
        [
            .. new[] { "samples/EmbeddedApp", "tests/WhatsAppKit.AspNetCore.Tests/Hosting/Embedding", "tests/WhatsAppKit.AspNetCore.Tests/Embedding" }
                .SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.cs")).Select(file => Trimmed(File.ReadAllLines(file))),
        ];
        var parts = File.ReadAllText(Path.Combine(Root, "docs", "embedding.md")).Split("```");
        var blocks = parts.Where((part, index) => index % 2 == 1).Select(block => Trimmed(block.Split('\n').Skip(1))).ToArray();

        Assert.True(blocks.Length >= 8);
        Assert.All(blocks, block => Assert.Contains(sources, source => source.Contains(block, StringComparison.Ordinal)));
        Assert.True(File.ReadAllLines(Path.Combine(Root, "samples", "EmbeddedApp", "Program.cs")).Length < 40);
    }

    private static string Trimmed(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim()).Where(line => line.Length > 0));
}

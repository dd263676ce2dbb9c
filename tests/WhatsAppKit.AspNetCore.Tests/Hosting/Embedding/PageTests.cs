namespace WhatsAppKit.AspNetCore.Tests.Hosting.Embedding;

/// <summary>The pages for those who run and embed the gateway show code that is compiled.</summary>
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

    [Theory]
    [InlineData("embedding.md", 8)]
    [InlineData("operations.md", 1)]
    public void Code_on_the_page_stands_in_the_sample_or_the_tests(string page, int count)
    {
        string[] sources =
        [
            .. new[] { "samples/EmbeddedApp", "tests/WhatsAppKit.AspNetCore.Tests/Hosting/Embedding", "tests/WhatsAppKit.AspNetCore.Tests/Embedding", "tests/WhatsAppKit.AspNetCore.Tests/RateLimiting" }
                .SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.cs")).Select(file => Trimmed(File.ReadAllLines(file))),
        ];
        var parts = File.ReadAllText(Path.Combine(Root, "docs", page)).Split("```");
        var blocks = parts.Where((part, index) => index % 2 == 1).Select(block => Trimmed(block.Split('\n').Skip(1))).ToArray();

        Assert.True(blocks.Length >= count);
        Assert.All(blocks, block => Assert.Contains(sources, source => source.Contains(block, StringComparison.Ordinal)));
        Assert.True(File.ReadAllLines(Path.Combine(Root, "samples", "EmbeddedApp", "Program.cs")).Length < 40);
    }

    private static string Trimmed(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim()).Where(line => line.Length > 0));
}

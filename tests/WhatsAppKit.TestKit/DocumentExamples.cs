using Xunit;

namespace WhatsAppKit.TestKit;

/// <summary>
/// The examples of a document are pieces of code that tests compile and run: in a source they stand between the lines
/// <c>// example</c> and <c>// end</c>, in the document in blocks of C#.
/// </summary>
internal static class DocumentExamples
{
    private const string Fence = "```";

    /// <summary>Fails unless the blocks of the document are the examples of the sources, all of them and no others.</summary>
    public static void AreCompiled(string document, params string[] sources)
    {
        var compiled = sources.SelectMany(source => Pieces(source, line => line.StartsWith("// example", StringComparison.Ordinal), line => line == "// end"));
        var shown = Pieces(document, line => line == Fence + "csharp", line => line == Fence);
        Assert.Equal(compiled.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    private static List<string> Pieces(string path, Func<string, bool> isBegin, Func<string, bool> isEnd)
    {
        var pieces = new List<string>();
        List<string>? current = null;
        foreach (var line in PublishedDocument.Read(path).ReplaceLineEndings("\n").Split('\n'))
        {
            if (current is null)
            {
                current = isBegin(line.Trim()) ? [] : null;
            }
            else if (isEnd(line.Trim()))
            {
                pieces.Add(Aligned(current));
                current = null;
            }
            else
            {
                current.Add(line);
            }
        }

        Assert.Null(current);
        return pieces;
    }

    /// <summary>The lines moved to the left margin together.</summary>
    private static string Aligned(List<string> lines)
    {
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : ""));
    }
}

using System.Globalization;
using System.Text;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>Names of files come from strangers: they are shown, and never used as a path.</summary>
internal static class FileNames
{
    private const int MaxLength = 200;
    private const int MaxEnding = 20;

    /// <summary>The name without path, control characters and what file systems forbid; null when nothing is left.</summary>
    public static string? Clean(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = Allowed(last).Trim(' ', '.');
        return kept.Length == 0 ? null : kept.Length <= MaxLength ? kept : Allowed(Shortened(kept));
    }

    private static string Shortened(string name)
    {
        // The ending stays: it says what the file is.
        var ending = Path.GetExtension(name) is { Length: <= MaxEnding } known ? known : "";
        return string.Concat(name.AsSpan(0, MaxLength - ending.Length), ending);
    }

    private static string Allowed(string name)
    {
        var kept = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (IsAllowed(rune))
            {
                kept.Append(rune.ToString());
            }
        }

        return kept.ToString();
    }

    /// <summary>Formatting characters can turn a name round, so that an ending looks like another.</summary>
    private static bool IsAllowed(Rune rune) =>
        rune != Rune.ReplacementChar
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && !"<>:\"|?*;".Contains(rune.ToString(), StringComparison.Ordinal);
}

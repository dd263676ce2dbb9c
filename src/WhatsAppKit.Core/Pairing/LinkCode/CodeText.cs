using System.Security.Cryptography;

namespace WhatsAppKit.Core.Pairing.LinkCode;

/// <summary>The eight characters of a pairing code: five bytes in an alphabet without the letters and digits people mix up.</summary>
internal static class CodeText
{
    public const int Length = 8;

    private const int ByteLength = 5;
    private const int BitsPerSymbol = 5;
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";

    public static string Generate()
    {
        Span<byte> random = stackalloc byte[ByteLength];
        RandomNumberGenerator.Fill(random);
        var code = Encode(random);
        CryptographicOperations.ZeroMemory(random);
        return code;
    }

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, ByteLength);
        ulong bits = 0;
        foreach (var each in bytes)
        {
            bits = (bits << 8) | each;
        }

        Span<char> symbols = stackalloc char[Length];
        for (var i = Length - 1; i >= 0; i--, bits >>= BitsPerSymbol)
        {
            symbols[i] = Alphabet[(int)(bits & 0x1F)];
        }

        return new string(symbols);
    }

    /// <summary>The code as people read it: two groups of four. The dash is no part of the secret.</summary>
    public static string Display(string code) => $"{code[..4]}-{code[4..]}";

    /// <summary>Reads a code as a person types it; null when it cannot be one.</summary>
    public static string? Read(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var code = typed.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return code.Length == Length && code.All(symbol => Alphabet.Contains(symbol, StringComparison.Ordinal)) ? code : null;
    }
}

using System.Buffers;

namespace WhatsAppKit.Core.Binary;

/// <summary>Text of digits (and <c>-</c>, <c>.</c>, or upper-case hexadecimal letters) as two characters a byte.</summary>
internal static class PackedText
{
    /// <summary>The longest text a writer packs; readers accept twice as much.</summary>
    public const int MaxWritten = 127;

    private const string NibbleAlphabet = "0123456789-.";
    private const string HexAlphabet = "0123456789ABCDEF";
    private const byte Filler = 15;

    private static readonly SearchValues<char> Nibbles = SearchValues.Create(NibbleAlphabet);
    private static readonly SearchValues<char> Hex = SearchValues.Create(HexAlphabet);

    /// <summary>The tag a text is packed under, or null when it is not packed.</summary>
    public static byte? TagOf(string text) =>
        text.Length is 0 or > MaxWritten ? null
        : !text.AsSpan().ContainsAnyExcept(Nibbles) ? BinaryTag.Nibble8
        : !text.AsSpan().ContainsAnyExcept(Hex) ? BinaryTag.Hex8
        : null;

    public static void Write(string text, byte tag, IBufferWriter<byte> output)
    {
        var alphabet = tag == BinaryTag.Nibble8 ? NibbleAlphabet : HexAlphabet;
        var length = (text.Length + 1) / 2;
        var span = output.GetSpan(length + 2);
        span[0] = tag;
        span[1] = (byte)(length | (text.Length % 2 << 7));
        for (var i = 0; i < length; i++)
        {
            var high = alphabet.IndexOf(text[2 * i], StringComparison.Ordinal);
            var low = 2 * i + 1 < text.Length ? alphabet.IndexOf(text[2 * i + 1], StringComparison.Ordinal) : Filler;
            span[i + 2] = (byte)((high << 4) | low);
        }

        output.Advance(length + 2);
    }

    public static string Read(ReadOnlySpan<byte> packed, bool isOdd, byte tag)
    {
        if (packed.IsEmpty && isOdd)
        {
            throw new BinaryNodeException("A packed string has an odd length but no bytes.");
        }

        var alphabet = tag == BinaryTag.Nibble8 ? NibbleAlphabet : HexAlphabet;
        Span<char> text = stackalloc char[packed.Length * 2];
        for (var i = 0; i < packed.Length; i++)
        {
            text[2 * i] = Symbol(alphabet, packed[i] >> 4);
            var low = packed[i] & 0x0F;
            text[2 * i + 1] = isOdd && i == packed.Length - 1 ? ReadFiller(low) : Symbol(alphabet, low);
        }

        return text[..(packed.Length * 2 - (isOdd ? 1 : 0))].ToString();
    }

    private static char Symbol(string alphabet, int value) =>
        value < alphabet.Length ? alphabet[value] : throw new BinaryNodeException($"A packed string holds the unassigned value {value}.");

    private static char ReadFiller(int value) =>
        value == Filler ? '\0' : throw new BinaryNodeException($"A packed string of odd length ends in {value}, not in the filler.");
}

namespace WhatsAppKit.Core.Crypto;

/// <summary>PKCS #7 padding to AES blocks (RFC 5652 section 6.3): always 1 to 16 bytes, each with their number as its value.</summary>
internal static class Pkcs7
{
    /// <summary>Pads the content at the start of the buffer and returns the padded length.</summary>
    public static int Pad(Span<byte> buffer, int length)
    {
        var padding = AesCbc.BlockLength - (length % AesCbc.BlockLength);
        buffer.Slice(length, padding).Fill((byte)padding);
        return length + padding;
    }

    /// <summary>How many bytes of a last block are content; false unless every padding byte is right.</summary>
    public static bool TryUnpad(ReadOnlySpan<byte> lastBlock, out int length)
    {
        var padding = lastBlock[^1];
        length = lastBlock.Length - padding;
        return padding is >= 1 and <= AesCbc.BlockLength && !lastBlock[length..].ContainsAnyExcept(padding);
    }
}

using System.Security.Cryptography;

namespace WhatsAppKit.Core.Crypto;

/// <summary>AES in counter mode (NIST SP 800-38A), for the few short values that the protocol encrypts with it.</summary>
internal static class AesCtr
{
    public const int BlockLength = 16;

    /// <summary>Encrypts or decrypts: both are the same. The counter block counts up as one 128-bit number.</summary>
    public static void Transform(ReadOnlySpan<byte> key, ReadOnlySpan<byte> firstBlock, ReadOnlySpan<byte> input, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(firstBlock.Length, BlockLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, input.Length);
        using var aes = Aes.Create();
        aes.SetKey(key);
        Span<byte> counter = stackalloc byte[BlockLength];
        Span<byte> pad = stackalloc byte[BlockLength];
        firstBlock.CopyTo(counter);
        for (var at = 0; at < input.Length; at += BlockLength)
        {
            aes.EncryptEcb(counter, pad, PaddingMode.None);
            for (var i = at; i < Math.Min(at + BlockLength, input.Length); i++)
            {
                output[i] = (byte)(input[i] ^ pad[i - at]);
            }

            Increment(counter);
        }

        CryptographicOperations.ZeroMemory(pad);
    }

    private static void Increment(Span<byte> counter)
    {
        for (var i = counter.Length - 1; i >= 0 && ++counter[i] == 0; i--)
        {
            // The carry goes on to the byte before.
        }
    }
}

using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Pairing.LinkCode;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>The code that both sides show: equal when both know the same nonces and the same key of the phone.</summary>
internal static class ComparedCode
{
    private const int ByteLength = 5;

    /// <summary>The code as people read it.</summary>
    public static string Of(ReadOnlySpan<byte> companionNonce, ReadOnlySpan<byte> phoneNonce, PublicKey phoneKey)
    {
        var hash = SHA256.HashData([.. companionNonce, .. phoneKey.Span]);
        Span<byte> code = stackalloc byte[ByteLength];
        for (var i = 0; i < ByteLength; i++)
        {
            code[i] = (byte)(phoneNonce[i] ^ hash[i]);
        }

        return CodeText.Display(CodeText.Encode(code));
    }
}

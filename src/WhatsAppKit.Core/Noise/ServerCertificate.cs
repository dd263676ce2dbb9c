using System.Security.Cryptography;
using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;
using Details = WhatsAppKit.Core.Protobuf.CertChain.Types.NoiseCertificate.Types.Details;

namespace WhatsAppKit.Core.Noise;

/// <summary>
/// Verifies that the server's static key is vouched for: the trusted root signs the intermediate, the intermediate signs
/// the leaf, and the leaf names the key the handshake has shown.
/// </summary>
internal static class ServerCertificate
{
    private const uint RootSerial = 0;

    /// <exception cref="ServerCertificateException">Any link of the chain does not hold.</exception>
    public static void Verify(ReadOnlySpan<byte> chain, ReadOnlySpan<byte> serverStatic, PublicKey trustedRoot, DateTimeOffset now)
    {
        var certificates = Parse(CertChain.Parser, chain);
        if (certificates.Leaf is not { HasDetails: true, HasSignature: true } leaf
            || certificates.Intermediate is not { HasDetails: true, HasSignature: true } intermediate
            || leaf.Signature.Length != XEdDsa.SignatureLength
            || intermediate.Signature.Length != XEdDsa.SignatureLength)
        {
            throw new ServerCertificateException("The server's certificate chain is incomplete.");
        }

        // Signatures cover the bytes as received, never a re-encoding.
        Require(XEdDsa.Verify(trustedRoot, intermediate.Details.Span, intermediate.Signature.Span), "the intermediate is not signed by the trusted root");
        var issuer = Parse(Details.Parser, intermediate.Details.Span);
        Require(issuer.IssuerSerial == RootSerial, "the intermediate was not issued by the root");
        Require(issuer.Key.Length == PublicKey.Length, "the intermediate's key has the wrong length");
        Require(
            XEdDsa.Verify(new PublicKey(issuer.Key.Span), leaf.Details.Span, leaf.Signature.Span),
            "the leaf is not signed by the intermediate");
        RequireValid(issuer, now, "intermediate");
        var subject = Parse(Details.Parser, leaf.Details.Span);
        Require(subject.IssuerSerial == issuer.Serial, "the leaf was not issued by the intermediate");
        Require(CryptographicOperations.FixedTimeEquals(subject.Key.Span, serverStatic), "the leaf names another key");
        RequireValid(subject, now, "leaf");
    }

    private static void RequireValid(Details details, DateTimeOffset now, string name)
    {
        var seconds = (ulong)Math.Max(0, now.ToUnixTimeSeconds());
        if (seconds < details.NotBefore || seconds > details.NotAfter)
        {
            throw new ServerCertificateException(
                $"The server's {name} certificate is not valid at {now:u}. If that is not the time, set this machine's clock.", isClockSuspect: true);
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ServerCertificateException($"The server's certificate is refused: {otherwise}.");
        }
    }

    private static T Parse<T>(MessageParser<T> parser, ReadOnlySpan<byte> bytes)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new ServerCertificateException("The server's certificate is no protobuf message.");
        }
    }
}

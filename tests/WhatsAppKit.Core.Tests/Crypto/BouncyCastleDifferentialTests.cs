using System.Numerics;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Tests.Crypto;

/// <summary>The same inputs through an unrelated implementation.</summary>
public sealed class BouncyCastleDifferentialTests
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    [Fact]
    public void Key_agreement_gives_the_same_secret()
    {
        for (var i = 0; i < 200; i++)
        {
            using var ours = KeyPair.Generate();
            using var theirs = KeyPair.Generate();
            var actual = new byte[32];
            var expected = new byte[32];

            Curve25519.Agree(ours.PrivateKey, theirs.PublicKey, actual);
            var other = new X25519PrivateKeyParameters(theirs.PrivateKey.Span.ToArray());
            other.GenerateSecret(new X25519PublicKeyParameters(ours.PublicKey.Span.ToArray()), expected, 0);

            Assert.Equal(expected, actual);
            Assert.Equal(other.GeneratePublicKey().GetEncoded(), theirs.PublicKey.Span.ToArray());
        }
    }

    [Fact]
    public void Our_signatures_are_Ed25519_signatures_under_the_converted_key()
    {
        for (var i = 0; i < 200; i++)
        {
            using var pair = KeyPair.Generate();
            var message = RandomNumberGenerator.GetBytes(i);

            var signature = XEdDsa.Sign(pair.PrivateKey, message);

            var edwards = ToEdwards(pair.PublicKey.Span);
            edwards[31] |= (byte)(signature[63] & 0x80);
            signature[63] &= 0x7F;
            var verifier = new Ed25519Signer();
            verifier.Init(forSigning: false, new Ed25519PublicKeyParameters(edwards));
            verifier.BlockUpdate(message, 0, message.Length);
            Assert.True(verifier.VerifySignature(signature), $"round {i}");
        }
    }

    [Fact]
    public void Converting_a_public_key_agrees_with_plain_integer_arithmetic()
    {
        string[] edges = ["00", "01", "02", "EC" + Ones(30) + "7F", "ED" + Ones(30) + "7F", "EE" + Ones(30) + "7F", Ones(32)];
        var keys = edges.Select(hex => Convert.FromHexString(hex.PadRight(64, '0')))
            .Concat(Enumerable.Range(0, 2000).Select(_ => RandomNumberGenerator.GetBytes(32)));
        foreach (var key in keys)
        {
            var actual = new byte[32];
            MontgomeryPoint.ToEdwards(key, actual);
            Assert.True(ToEdwards(key).AsSpan().SequenceEqual(actual), Convert.ToHexString(key));
        }
    }

    [Fact]
    public void Every_generated_key_is_canonical_and_unreduced_twisted_or_shifted_ones_are_not()
    {
        for (var i = 0; i < 200; i++)
        {
            using var pair = KeyPair.Generate();
            var key = pair.PublicKey.Span.ToArray();
            Assert.True(MontgomeryPoint.IsCanonical(key));

            var shifted = new byte[32];
            BigInteger.ModPow(new BigInteger(key, isUnsigned: true), P - 2, P).TryWriteBytes(shifted, out _, isUnsigned: true);
            Assert.False(MontgomeryPoint.IsCanonical(shifted));
            key[31] |= 0x80;
            Assert.False(MontgomeryPoint.IsCanonical(key));
        }

        // 2 is on the twist; p + 9 is the base point unreduced; 0, 1 and -1 are of low order.
        foreach (var hex in new[] { "02", "F6" + Ones(30) + "7F", "00", "01", "EC" + Ones(30) + "7F" })
        {
            Assert.False(MontgomeryPoint.IsCanonical(Convert.FromHexString(hex.PadRight(64, '0'))), hex);
        }
    }

    private static string Ones(int bytes) => string.Concat(Enumerable.Repeat("FF", bytes));

    private static byte[] ToEdwards(ReadOnlySpan<byte> key)
    {
        var masked = key.ToArray();
        masked[31] &= 0x7F;
        var u = new BigInteger(masked, isUnsigned: true) % P;
        var y = (u - 1 + P) * BigInteger.ModPow(u + 1, P - 2, P) % P;
        var bytes = new byte[32];
        y.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }
}

using System.Text.Json;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Crypto;

public sealed class Curve25519Tests
{
    [Fact]
    public void Key_agreement_gives_the_secrets_of_the_reference_and_refuses_keys_of_low_order()
    {
        foreach (var vector in Vectors.Json("signal.json").GetProperty("x25519").GetProperty("cases").EnumerateArray())
        {
            using var key = new PrivateKey(vector.Base64("priv"));
            var theirs = new PublicKey(vector.Base64("peerPub"));
            var actual = new byte[32];
            if (vector.GetProperty("shared").ValueKind == JsonValueKind.Null)
            {
                Assert.Throws<CryptoException>(() => Curve25519.Agree(key, theirs, actual));
            }
            else
            {
                Curve25519.Agree(key, theirs, actual);
                Assert.True(vector.Base64("shared").AsSpan().SequenceEqual(actual), vector.Text("name"));
            }
        }
    }

    [Fact]
    public void Public_keys_are_those_of_the_reference()
    {
        foreach (var vector in Vectors.Json("signal.json").GetProperty("pubFromPriv").EnumerateArray())
        {
            using var pair = new KeyPair(new PrivateKey(vector.Base64("priv")));
            Assert.Equal(vector.Base64("pub"), pair.PublicKey.Span.ToArray());
        }
    }

    [Fact]
    public void Both_sides_of_the_reference_transport_agree()
    {
        var vector = Vectors.Json("transport.json").GetProperty("primitives").GetProperty("x25519");
        using var a = new KeyPair(new PrivateKey(vector.Hex("aPriv")));
        using var b = new KeyPair(new PrivateKey(vector.Hex("bPriv")));
        var shared = new byte[32];

        Assert.Equal(vector.Hex("aPub"), a.PublicKey.Span.ToArray());
        Assert.Equal(vector.Hex("bPub"), b.PublicKey.Span.ToArray());
        Curve25519.Agree(a.PrivateKey, b.PublicKey, shared);
        Assert.Equal(vector.Hex("shared"), shared);
        Curve25519.Agree(b.PrivateKey, a.PublicKey, shared);
        Assert.Equal(vector.Hex("shared"), shared);
    }

    [Fact]
    public void A_disposed_private_key_is_zero()
    {
        var key = PrivateKey.Generate();
        key.Dispose();
        Assert.All(key.Span.ToArray(), b => Assert.Equal(0, b));
    }

    [Theory]
    [InlineData("")]
    [InlineData("05")]
    [InlineData("06000000000000000000000000000000000000000000000000000000000000000a")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000a")]
    [InlineData("05000000000000000000000000000000000000000000000000000000000000000a00")]
    public void A_serialised_key_of_another_length_or_type_is_refused(string serialized) =>
        Assert.Throws<CryptoException>(() => PublicKey.FromSerialized(Convert.FromHexString(serialized)));
}

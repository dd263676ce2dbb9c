using System.Text.Json;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Crypto;

public sealed class XEdDsaTests
{
    [Fact]
    public void Libsignal_signatures_verify_and_altered_or_malleated_ones_do_not()
    {
        var judged = 0;
        foreach (var vector in Vectors.Json("xeddsa.json").GetProperty("vectors").EnumerateArray())
        {
            // "acceptable" is S + L, a second form of a valid signature: refused here.
            var expected = vector.Text("result") == "valid";
            var key = PublicKey.FromSerialized(vector.Hex("public"));

            var actual = XEdDsa.Verify(key, vector.Hex("msg"), vector.Hex("sig"));

            Assert.True(expected == actual, $"vector {judged}, {vector.Text("comment")}: {actual}");
            judged++;
        }

        Assert.Equal(96, judged);
    }

    [Fact]
    public void Signing_with_a_given_random_gives_the_published_bytes()
    {
        foreach (var vector in Section("sign"))
        {
            var signature = new byte[XEdDsa.SignatureLength];
            using var key = new PrivateKey(vector.Base64("priv"));

            XEdDsa.Sign(key, vector.Base64("msg"), vector.Base64("random"), signature);

            Assert.Equal(vector.Text("sig"), Convert.ToBase64String(signature));
            Assert.Equal(vector.GetProperty("signBit").GetInt32(), signature[63] >> 7);
            var publicKey = new PublicKey(vector.Base64("pub"));
            Assert.True(XEdDsa.Verify(publicKey, vector.Base64("msg"), signature));
            Assert.True(XEdDsa.Verify(publicKey, vector.Base64("msg"), vector.Base64("sigNoRandom")));
        }
    }

    [Fact]
    public void Reference_verdicts_hold_except_for_the_non_canonical_scalar()
    {
        foreach (var vector in Section("verify"))
        {
            var name = vector.Text("name");
            var expected = vector.GetProperty("ok").GetBoolean() && !name.StartsWith("non-canonical", StringComparison.Ordinal);

            var actual = XEdDsa.Verify(new PublicKey(vector.Base64("pub")), vector.Base64("msg"), vector.Base64("sig"));

            Assert.True(expected == actual, name);
        }
    }

    [Fact]
    public void Signatures_of_the_reference_client_verify()
    {
        var primitives = Vectors.Json("transport.json").GetProperty("primitives");
        var plain = primitives.GetProperty("xeddsa");
        Assert.True(XEdDsa.Verify(new PublicKey(plain.Hex("pub")), plain.Hex("message"), plain.Hex("signature")));

        var preKey = primitives.GetProperty("signedPreKey");
        Assert.True(XEdDsa.Verify(new PublicKey(preKey.Hex("identityPub")), preKey.Hex("signedMessage"), preKey.Hex("signature")));
        using var pair = new KeyPair(new PrivateKey(preKey.Hex("preKeyPriv")));
        Assert.Equal(preKey.Hex("signedMessage"), pair.PublicKey.Serialized.ToArray());
    }

    [Fact]
    public void Two_signatures_of_one_message_differ_and_both_verify()
    {
        using var pair = KeyPair.Generate();
        byte[] message = [1, 2, 3];

        var first = XEdDsa.Sign(pair.PrivateKey, message);
        var second = XEdDsa.Sign(pair.PrivateKey, message);

        Assert.NotEqual(first, second);
        Assert.True(XEdDsa.Verify(pair.PublicKey, message, first));
        Assert.True(XEdDsa.Verify(pair.PublicKey, message, second));
    }

    [Fact]
    public void No_single_flipped_bit_of_a_signature_verifies()
    {
        using var pair = KeyPair.Generate();
        byte[] message = [9, 8, 7];
        var signature = XEdDsa.Sign(pair.PrivateKey, message);
        for (var bit = 0; bit < 512; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(XEdDsa.Verify(pair.PublicKey, message, signature), $"bit {bit}");
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(XEdDsa.Verify(pair.PublicKey, message, signature));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    public void A_signature_of_another_length_does_not_verify(int length)
    {
        using var pair = KeyPair.Generate();
        Assert.False(XEdDsa.Verify(pair.PublicKey, [1], new byte[length]));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    public void A_key_of_low_order_verifies_nothing(string key)
    {
        // With such a key R = SB is a signature of every message for an S of one's choice.
        var identityPoint = new byte[64];
        identityPoint[0] = 1;
        Assert.False(XEdDsa.Verify(new PublicKey(Convert.FromHexString(key)), [1, 2, 3], identityPoint));
    }

    private static JsonElement.ArrayEnumerator Section(string name) =>
        Vectors.Json("signal.json").GetProperty("xeddsa").GetProperty(name).EnumerateArray();
}

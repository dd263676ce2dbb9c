using System.Security.Cryptography;
using System.Text.Json;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Crypto;

/// <summary>Every Wycheproof case of the primitives in use; a failing one is named by its tcId.</summary>
public sealed class WycheproofTests
{
    [Fact]
    public void X25519_gives_the_stated_secret_and_refuses_the_all_zero_one()
    {
        var judged = 0;
        foreach (var (_, test) in Cases("x25519"))
        {
            var expected = test.Hex("shared");
            var actual = new byte[32];
            using var key = new PrivateKey(test.Hex("private"));
            if (expected.All(b => b == 0))
            {
                Assert.Throws<CryptoException>(() => Curve25519.Agree(key, new PublicKey(test.Hex("public")), actual));
                Assert.All(actual, b => Assert.Equal(0, b));
            }
            else
            {
                Curve25519.Agree(key, new PublicKey(test.Hex("public")), actual);
                Assert.True(expected.AsSpan().SequenceEqual(actual), Id(test));
            }

            judged++;
        }

        Assert.Equal(518, judged);
    }

    [Fact]
    public void Ed25519_verification_agrees_with_every_verdict()
    {
        var judged = 0;
        foreach (var (group, test) in Cases("ed25519"))
        {
            var actual = Ed25519.Verify(group.GetProperty("publicKey").Hex("pk"), test.Hex("msg"), test.Hex("sig"));
            Assert.True((test.Text("result") == "valid") == actual, Id(test));
            judged++;
        }

        Assert.Equal(151, judged);
    }

    [Fact]
    public void Hkdf_derives_the_stated_key_and_refuses_a_length_that_is_too_large()
    {
        var judged = 0;
        foreach (var (_, test) in Cases("hkdf_sha256"))
        {
            var actual = new byte[test.GetProperty("size").GetInt32()];
            if (test.Text("result") == "valid")
            {
                Hkdf.Derive(test.Hex("ikm"), test.Hex("salt"), test.Hex("info"), actual);
                Assert.True(test.Hex("okm").AsSpan().SequenceEqual(actual), Id(test));
            }
            else
            {
                Assert.ThrowsAny<ArgumentException>(() => Hkdf.Derive(test.Hex("ikm"), test.Hex("salt"), test.Hex("info"), actual));
            }

            judged++;
        }

        Assert.Equal(86, judged);
    }

    [Fact]
    public void Aes_256_gcm_agrees_with_every_verdict()
    {
        var judged = 0;
        foreach (var (group, test) in Cases("aes_gcm"))
        {
            if ((Size(group, "keySize"), Size(group, "ivSize"), Size(group, "tagSize")) != (256, 96, 128))
            {
                continue;
            }

            var message = test.Hex("msg");
            var actual = new byte[message.Length];
            using var aes = new AesGcm(test.Hex("key"), 16);
            if (test.Text("result") == "valid")
            {
                aes.Decrypt(test.Hex("iv"), test.Hex("ct"), test.Hex("tag"), actual, test.Hex("aad"));
                Assert.True(message.AsSpan().SequenceEqual(actual), Id(test));

                var tag = new byte[16];
                aes.Encrypt(test.Hex("iv"), message, actual, tag, test.Hex("aad"));
                Assert.True(test.Hex("ct").AsSpan().SequenceEqual(actual) && test.Hex("tag").AsSpan().SequenceEqual(tag), Id(test));
            }
            else
            {
                Assert.ThrowsAny<CryptographicException>(
                    () => aes.Decrypt(test.Hex("iv"), test.Hex("ct"), test.Hex("tag"), actual, test.Hex("aad")));
            }

            judged++;
        }

        Assert.Equal(66, judged);
    }

    [Fact]
    public void Aes_256_cbc_refuses_every_bad_padding()
    {
        var judged = 0;
        foreach (var (group, test) in Cases("aes_cbc_pkcs5"))
        {
            if (Size(group, "keySize") != 256)
            {
                continue;
            }

            if (test.Text("result") == "valid")
            {
                var plaintext = AesCbc.Decrypt(test.Hex("key"), test.Hex("iv"), test.Hex("ct"));
                var ciphertext = AesCbc.Encrypt(test.Hex("key"), test.Hex("iv"), test.Hex("msg"));
                Assert.True(test.Hex("msg").AsSpan().SequenceEqual(plaintext), Id(test));
                Assert.True(test.Hex("ct").AsSpan().SequenceEqual(ciphertext), Id(test));
            }
            else
            {
                Assert.Throws<CryptoException>(() => AesCbc.Decrypt(test.Hex("key"), test.Hex("iv"), test.Hex("ct")));
            }

            judged++;
        }

        Assert.Equal(72, judged);
    }

    [Fact]
    public void Hmac_sha256_agrees_with_every_verdict()
    {
        var judged = 0;
        foreach (var (group, test) in Cases("hmac_sha256"))
        {
            var mac = HMACSHA256.HashData(test.Hex("key"), test.Hex("msg")).AsSpan(..(Size(group, "tagSize") / 8));
            Assert.True((test.Text("result") == "valid") == mac.SequenceEqual(test.Hex("tag")), Id(test));
            judged++;
        }

        Assert.Equal(174, judged);
    }

    [Fact]
    public void Pbkdf2_with_sha256_derives_the_stated_key()
    {
        var judged = 0;
        foreach (var (_, test) in Cases("pbkdf2_hmacsha256"))
        {
            var actual = new byte[Size(test, "dkLen")];
            Rfc2898DeriveBytes.Pbkdf2(test.Hex("password"), test.Hex("salt"), actual, Size(test, "iterationCount"), HashAlgorithmName.SHA256);
            Assert.True((test.Text("result") == "valid") == test.Hex("dk").AsSpan().SequenceEqual(actual), Id(test));
            judged++;
        }

        Assert.Equal(60, judged);
    }

    private static IEnumerable<(JsonElement Group, JsonElement Test)> Cases(string algorithm) =>
        from testGroup in Vectors.Json($"wycheproof_{algorithm}_test.json").GetProperty("testGroups").EnumerateArray()
        from test in testGroup.GetProperty("tests").EnumerateArray()
        select (testGroup, test);

    private static int Size(JsonElement group, string property) => group.GetProperty(property).GetInt32();

    private static string Id(JsonElement test) => $"tcId {test.GetProperty("tcId").GetInt32()}: {test.Text("comment")}";
}

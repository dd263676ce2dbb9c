using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Crypto;

public sealed class HkdfTests
{
    [Fact]
    public void Derives_the_key_of_the_reference_transport()
    {
        var vector = Vectors.Json("transport.json").GetProperty("primitives").GetProperty("hkdf");
        var actual = new byte[vector.GetProperty("length").GetInt32()];

        Hkdf.Derive(vector.Hex("ikm"), vector.Hex("salt"), System.Text.Encoding.ASCII.GetBytes(vector.Text("info")), actual);

        Assert.Equal(vector.Hex("okm"), actual);
    }

    [Fact]
    public void Agrees_with_an_unrelated_implementation()
    {
        for (var i = 1; i < 200; i++)
        {
            var secret = RandomNumberGenerator.GetBytes(i);
            var salt = RandomNumberGenerator.GetBytes(i % 40);
            var info = RandomNumberGenerator.GetBytes(i % 7);
            byte[] expected = new byte[i], actual = new byte[i];
            var other = new HkdfBytesGenerator(new Sha256Digest());
            other.Init(new HkdfParameters(secret, salt, info));
            other.GenerateBytes(expected, 0, expected.Length);

            Hkdf.Derive(secret, salt, info, actual);

            Assert.Equal(expected, actual);
        }
    }
}

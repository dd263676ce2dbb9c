using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Tests.Crypto;

public sealed class AesCtrTests
{
    [Fact]
    public void Gives_the_ciphertext_of_the_standard()
    {
        // NIST SP 800-38A, F.5.5.
        var key = Convert.FromHexString("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
        var plain = Convert.FromHexString(
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");
        var actual = new byte[plain.Length];

        AesCtr.Transform(key, Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"), plain, actual);

        Assert.Equal(
            "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6",
            Convert.ToHexStringLower(actual));
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("000000000000000000000000000000ff")]
    [InlineData("0000000000000000ffffffffffffffff")]
    [InlineData("ffffffffffffffffffffffffffffffff")]
    public void Counts_up_as_another_implementation_does(string firstBlock)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var iv = Convert.FromHexString(firstBlock);
        for (var length = 0; length < 70; length++)
        {
            var plain = RandomNumberGenerator.GetBytes(length);
            var actual = new byte[length];
            AesCtr.Transform(key, iv, plain, actual);

            var cipher = CipherUtilities.GetCipher("AES/CTR/NoPadding");
            cipher.Init(forEncryption: true, new ParametersWithIV(new KeyParameter(key), iv));
            Assert.Equal(cipher.DoFinal(plain), actual);
        }
    }
}

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>That the other tests would see a wrong signature of ours.</summary>
public class SignatureTests
{
    [Fact]
    public async Task Our_signatures_verify_and_a_flipped_bit_anywhere_does_not()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var baileys = await BaileysClient.StartAsync(sandbox);
        for (var i = 0; i < 20; i++)
        {
            using var keys = KeyPair.Generate();
            var key = keys.PublicKey.Span.ToArray();
            var message = RandomNumberGenerator.GetBytes(1 + i);
            var signature = XEdDsa.Sign(keys.PrivateKey, message);

            Assert.True(await VerifiesAsync(baileys, key, message, signature));
            Assert.True(await VerifiesAsync(baileys, [5, .. key], message, signature));
            Assert.False(await VerifiesAsync(baileys, Flipped(key), message, signature));
            Assert.False(await VerifiesAsync(baileys, key, Flipped(message), signature));
            Assert.False(await VerifiesAsync(baileys, key, message, Flipped(signature)));
        }
    }

    [Fact]
    public async Task Baileys_sends_nothing_to_a_device_whose_pre_key_signature_is_wrong()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        await using var baileys = await BaileysClient.PairAsync(sandbox, await sandbox.AddPhoneAsync("15550001"));
        var friend = await sandbox.AddPhoneAsync("15550002");
        var device = friend.Account.Devices[0];
        device.SignedPreKeySignature = Flipped(device.SignedPreKeySignature);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => baileys.SendAsync(friend.Jid.ToString(), "hello"));

        Assert.Contains("The signature of the signed pre-key is wrong.", refusal.Message, StringComparison.Ordinal);
        Assert.True((await baileys.CallAsync("counts")).GetProperty("refused").GetInt32() > 0);
    }

    private static async Task<bool> VerifiesAsync(BaileysClient baileys, byte[] key, byte[] message, byte[] signature)
    {
        var arguments = new JsonObject
        {
            ["key"] = Convert.ToBase64String(key),
            ["message"] = Convert.ToBase64String(message),
            ["signature"] = Convert.ToBase64String(signature),
        };
        return (await baileys.CallAsync("verify", arguments)).GetProperty("genuine").GetBoolean();
    }

    private static byte[] Flipped(byte[] bytes)
    {
        var flipped = bytes.ToArray();
        flipped[RandomNumberGenerator.GetInt32(flipped.Length)] ^= 1;
        return flipped;
    }
}

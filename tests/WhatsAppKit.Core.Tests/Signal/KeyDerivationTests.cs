using System.Text.Json;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Signal;

public sealed class KeyDerivationTests
{
    private static readonly JsonElement Signal = Vectors.Json("signal.json");

    [Fact]
    public void X3dh_gives_both_sides_the_root_and_chain_key_of_the_reference()
    {
        var vector = Signal.GetProperty("x3dh");
        var alice = Pair(vector, "aliceIdentityPriv");
        var bob = Pair(vector, "bobIdentityPriv");
        var signedPreKey = Pair(vector, "bobSignedPreKeyPriv");
        foreach (var run in vector.GetProperty("cases").EnumerateArray())
        {
            var baseKey = Pair(run, "baseKeyPriv");
            var preKey = run.GetProperty("oneTimePreKey").GetBoolean() ? Pair(vector, "bobOneTimePreKeyPriv") : null;
            byte[] expected = [.. run.Base64("rootKey0"), .. run.Base64("chainKey0")];
            byte[] initiator = new byte[X3dh.OutputLength], responder = new byte[X3dh.OutputLength];

            X3dh.Initiate(alice, baseKey, bob.PublicKey, signedPreKey.PublicKey, preKey?.PublicKey, initiator);
            X3dh.Respond(bob, signedPreKey, preKey, alice.PublicKey, baseKey.PublicKey, responder);

            Assert.Equal(expected, initiator);
            Assert.Equal(expected, responder);
        }
    }

    [Fact]
    public void The_first_ratchet_step_gives_the_root_and_chain_key_of_the_reference()
    {
        var vector = Signal.GetProperty("x3dh");
        foreach (var run in vector.GetProperty("cases").EnumerateArray())
        {
            var expected = run.GetProperty("firstSendingRatchet");
            var rootKey = run.Base64("rootKey0");
            var chainKey = new byte[32];

            RootKey.Step(rootKey, Pair(run, "ourRatchetPriv").PrivateKey, Pair(vector, "bobSignedPreKeyPriv").PublicKey, chainKey);

            Assert.Equal(expected.Base64("rootKey1"), rootKey);
            Assert.Equal(expected.Base64("sendChainKey"), chainKey);
        }
    }

    [Fact]
    public void A_chain_key_gives_the_message_keys_and_the_next_chain_key_of_the_reference()
    {
        var vector = Signal.GetProperty("messageKeys");
        using var chain = new ChainKey(vector.Base64("chainKey"), 7);
        var seed = new byte[32];

        chain.DeriveSeed(seed);
        chain.Advance();
        using var keys = new MessageKeys(seed, new byte[MessageKeys.Length]);

        Assert.Equal(vector.Base64("messageKeySeed"), seed);
        Assert.Equal(vector.Base64("nextChainKey"), chain.Memory.ToArray());
        Assert.Equal(8U, chain.Index);
        Assert.Equal(vector.Base64("cipherKey"), keys.CipherKey.ToArray());
        Assert.Equal(vector.Base64("macKey"), keys.MacKey.ToArray());
        Assert.Equal(vector.Base64("iv"), keys.Iv.ToArray());
    }

    private static KeyPair Pair(JsonElement element, string property) => new(new PrivateKey(element.Base64(property)));
}

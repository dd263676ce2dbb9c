using System.Text.Json;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Noise;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Noise;

/// <summary>The symmetric state, driven in the standard's own order, against transcripts of unrelated implementations.</summary>
public sealed class NoiseTranscriptTests
{
    [Fact]
    public void Speaks_the_standard_XX_pattern_as_other_implementations_do()
    {
        var sets = Vectors.Json("noise_25519_AESGCM_SHA256.json").GetProperty("vectors").EnumerateArray()
            .Where(vector => vector.Text("protocol_name") == "Noise_XX_25519_AESGCM_SHA256")
            .ToArray();
        Assert.Equal(2, sets.Length);
        foreach (var vector in sets)
        {
            using var conversation = new Conversation(vector);
            conversation.Replay();
        }
    }

    /// <summary>One transcript with both parties' keys: the initiator speaks, the responder reads and answers.</summary>
    private sealed class Conversation(JsonElement vector) : IDisposable
    {
        private readonly NoiseSymmetricState _initiator = new();
        private readonly NoiseSymmetricState _responder = new();
        private readonly KeyPair _initiatorStatic = Pair(vector, "init_static");
        private readonly KeyPair _initiatorEphemeral = Pair(vector, "init_ephemeral");
        private readonly KeyPair _responderStatic = Pair(vector, "resp_static");
        private readonly KeyPair _responderEphemeral = Pair(vector, "resp_ephemeral");
        private readonly string _set = vector.Text("set");

        public void Replay()
        {
            var messages = vector.GetProperty("messages").EnumerateArray().ToArray();
            _initiator.MixHash(vector.Hex("init_prologue"));
            _responder.MixHash(vector.Hex("resp_prologue"));

            // -> e: without a key yet, the payload travels in the clear and is hashed.
            AssertMessage(messages, 0, [.. _initiatorEphemeral.PublicKey.Span, .. messages[0].Hex("payload")]);
            Both(state => state.MixHash(_initiatorEphemeral.PublicKey.Span));
            Both(state => state.MixHash(messages[0].Hex("payload")));

            // <- e, ee, s, es
            Both(state => state.MixHash(_responderEphemeral.PublicKey.Span));
            Agree(_initiatorEphemeral, _responderEphemeral);
            var responderStatic = Send(_responder, _initiator, _responderStatic.PublicKey.Span);
            Agree(_initiatorEphemeral, _responderStatic);
            var answer = Send(_responder, _initiator, messages[1].Hex("payload"));
            AssertMessage(messages, 1, [.. _responderEphemeral.PublicKey.Span, .. responderStatic, .. answer]);

            // -> s, se
            var initiatorStatic = Send(_initiator, _responder, _initiatorStatic.PublicKey.Span);
            Agree(_initiatorStatic, _responderEphemeral);
            AssertMessage(messages, 2, [.. initiatorStatic, .. Send(_initiator, _responder, messages[2].Hex("payload"))]);

            if (vector.TryGetProperty("handshake_hash", out var hash))
            {
                Assert.Equal(hash.GetString(), Convert.ToHexStringLower(_initiator.Hash));
            }

            Transport(messages);
        }

        public void Dispose()
        {
            _initiator.Dispose();
            _responder.Dispose();
        }

        // The ciphers of the stream have no associated data, and nonces that count from zero.
        private void Transport(JsonElement[] messages)
        {
            var (fromInitiator, fromResponder) = _initiator.Split();
            var (toResponder, toInitiator) = _responder.Split();
            for (var i = 3; i < messages.Length; i++)
            {
                var (write, read) = i % 2 == 0 ? (fromInitiator, toResponder) : (toInitiator, fromResponder);
                byte[] frame = [.. messages[i].Hex("payload"), .. new byte[NoiseFrameCipher.TagLength]];
                write.Seal(frame);
                AssertMessage(messages, i, frame);
                Assert.Equal(messages[i].Hex("payload"), read.Open(frame).ToArray());
            }
        }

        private void AssertMessage(JsonElement[] messages, int number, byte[] actual) =>
            Assert.Equal((_set, number, messages[number].Text("ciphertext")), (_set, number, Convert.ToHexStringLower(actual)));

        private void Agree(KeyPair initiator, KeyPair responder)
        {
            byte[] ours = new byte[Curve25519.SharedSecretLength], theirs = new byte[Curve25519.SharedSecretLength];
            Curve25519.Agree(initiator.PrivateKey, responder.PublicKey, ours);
            Curve25519.Agree(responder.PrivateKey, initiator.PublicKey, theirs);
            Assert.Equal(ours, theirs);
            Both(state => state.MixKey(ours));
        }

        private void Both(Action<NoiseSymmetricState> action)
        {
            action(_initiator);
            action(_responder);
        }

        private static byte[] Send(NoiseSymmetricState from, NoiseSymmetricState to, ReadOnlySpan<byte> plaintext)
        {
            var sealedBytes = from.Seal(plaintext);
            Assert.Equal(plaintext.ToArray(), to.Open(sealedBytes));
            Assert.Equal(from.Hash.ToArray(), to.Hash.ToArray());
            return sealedBytes;
        }

        private static KeyPair Pair(JsonElement vector, string name) => new(new PrivateKey(vector.Hex(name)));
    }
}

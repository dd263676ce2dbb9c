using System.Text.Json;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Signal;

/// <summary>A recorded conversation of two reference clients, replayed by both of our sides byte for byte.</summary>
public sealed class TranscriptTests
{
    private readonly JsonElement _transcript = Vectors.Json("signal.json").GetProperty("transcript");
    private readonly KeyQueue _aliceKeys;
    private readonly KeyQueue _bobKeys;
    private readonly SignalParty _alice;
    private readonly SignalParty _bob;

    public TranscriptTests()
    {
        var bob = _transcript.GetProperty("bob");
        _aliceKeys = Keys("alice");
        _bobKeys = Keys("bob");
        _alice = new SignalParty(_aliceKeys, Local("alice"));
        _bob = new SignalParty(_bobKeys, Local("bob"))
        {
            SignedPreKey = Pair(bob.GetProperty("signedPreKey")),
            SignedPreKeyId = bob.GetProperty("signedPreKey").GetProperty("id").GetUInt32(),
        };
        var preKey = bob.GetProperty("oneTimePreKey");
        var preKeyId = preKey.GetProperty("id").GetUInt32();
        _bob.PreKeys.Add(preKeyId, Pair(preKey));
        _alice.Start(_bob.Bundle(preKeyId) with { SignedPreKeySignature = bob.GetProperty("signedPreKey").Base64("signature") });
    }

    [Fact]
    public void Both_sides_produce_and_open_the_recorded_bytes_and_end_in_the_recorded_state()
    {
        Replay((_, _, _) => { });

        AssertFinal("alice", _alice);
        AssertFinal("bob", _bob);
        Assert.Equal(0, _aliceKeys.Left);
        Assert.Equal(0, _bobKeys.Left);
        Assert.Empty(_bob.PreKeys);
    }

    [Fact]
    public void A_flipped_bit_in_any_session_message_fails_and_changes_nothing()
    {
        var refused = 0;
        Replay((receiver, message, step) =>
        {
            // Of a pkmsg only the message inside is under the MAC; the envelope's own fields are tested elsewhere.
            var start = message.IsPreKey ? message.Bytes.AsSpan().IndexOf(PreKeyMessage.Parse(message.Bytes).Message.Bytes.Span) : 0;
            var length = message.IsPreKey ? PreKeyMessage.Parse(message.Bytes).Message.Bytes.Length : message.Bytes.Length;
            for (var bit = start * 8; bit < (start + length) * 8; bit += 3)
            {
                var altered = message.Bytes.ToArray();
                altered[bit / 8] ^= (byte)(1 << (bit % 8));
                try
                {
                    receiver.Refuses(message with { Bytes = altered });
                }
                catch (Xunit.Sdk.ThrowsException)
                {
                    Assert.Fail($"{step}: opened with bit {bit} flipped");
                }

                refused++;
            }
        });
        Assert.True(refused > 5_000, $"{refused}");
    }

    private void Replay(Action<SignalParty, EncryptedMessage, string> beforeReceiving)
    {
        var messages = _transcript.GetProperty("messages").EnumerateArray().ToArray();
        foreach (var step in _transcript.Text("steps").Split(' '))
        {
            var recorded = messages[int.Parse(step.AsSpan(1), null)];
            var fromAlice = recorded[0].GetString() == "A";
            var (sender, receiver) = fromAlice ? (_alice, _bob) : (_bob, _alice);
            var (text, body) = (recorded[2].GetString()!, recorded[3].GetBytesFromBase64());
            var message = new EncryptedMessage(recorded[1].GetString() == "pkmsg", body);
            switch (step[0])
            {
                case 'S':
                    var sent = sender.Encrypt(text);
                    Assert.True(sent.Bytes.AsSpan().SequenceEqual(body), step);
                    Assert.Equal(message.IsPreKey, sent.IsPreKey);
                    break;
                case 'R':
                    beforeReceiving(receiver, message, step);
                    Assert.Equal(text, receiver.Decrypt(message));
                    break;
                default:
                    Assert.Equal('X', step[0]);
                    Assert.Equal(SignalError.DuplicateMessage, receiver.Refuses(message));
                    break;
            }
        }
    }

    private void AssertFinal(string name, SignalParty party)
    {
        var expected = _transcript.GetProperty("final").GetProperty(name);
        var state = party.Record.Current!;
        Assert.Equal(expected.Base64("rootKey"), state.RootKey.ToArray());
        Assert.Equal(expected.Base64("ourRatchetPub"), state.Ratchet.PublicKey.Serialized.ToArray());
        Assert.Equal(expected.Base64("lastRemoteRatchetPub"), state.Receiving[^1].RatchetKey.Serialized.ToArray());
        Assert.Equal(expected.GetProperty("previousCounter").GetUInt32(), state.PreviousCounter);
    }

    private LocalIdentity Local(string name)
    {
        var party = _transcript.GetProperty(name);
        return new LocalIdentity(
            new KeyPair(new PrivateKey(party.Base64("identityPriv"))), party.GetProperty("registrationId").GetUInt32());
    }

    private KeyQueue Keys(string name) =>
        new(_transcript.GetProperty(name).GetProperty("keyQueue").EnumerateArray().Select(key => key.GetBytesFromBase64()));

    private static KeyPair Pair(JsonElement element) => new(new PrivateKey(element.Base64("priv")));
}

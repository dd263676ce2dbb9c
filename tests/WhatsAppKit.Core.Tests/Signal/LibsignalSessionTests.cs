using System.Text.Json;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Signal;

/// <summary>A session recorded with the official library on both sides, replayed as Bob.</summary>
public sealed class LibsignalSessionTests
{
    // The library announces that it knows version 4; we announce 3. The byte is under the MAC.
    private const byte TheirVersion = 0x34;

    private readonly JsonElement _recording = Vectors.Json("signal_v3_session_bob.json");
    private readonly KeyQueue _keys = new([]);

    [Fact]
    public void Bob_opens_every_message_and_his_own_come_out_byte_for_byte()
    {
        var bob = Bob();
        var (opened, sent) = (0, 0);
        foreach (var recorded in _recording.GetProperty("events").EnumerateArray())
        {
            var bytes = recorded.Hex("bytes");
            if (recorded.Text("dir") == "alice->bob")
            {
                Receive(bob, recorded, new EncryptedMessage(recorded.Text("type") == "pkmsg", bytes));
                opened++;
            }
            else
            {
                Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(Send(bob, recorded.Text("text"))));
                sent++;
            }
        }

        Assert.Equal(82, opened + sent);
        Assert.True(sent > 20, $"{sent}");
        Assert.Empty(bob.PreKeys);
    }

    private void Receive(SignalParty bob, JsonElement recorded, EncryptedMessage message)
    {
        var after = recorded.GetProperty("bob_ratchet_after");
        if (bob.Record.Current?.Ratchet.PublicKey.Serialized.SequenceEqual(after.Hex("pub")) != true)
        {
            _keys.Add(after.Hex("priv"));
        }

        Assert.Equal(recorded.Text("text"), bob.Decrypt(message));
        Assert.Equal(0, _keys.Left);
        Assert.Equal(after.Hex("pub"), bob.Record.Current!.Ratchet.PublicKey.Serialized.ToArray());
        Assert.Equal(SignalError.DuplicateMessage, bob.Refuses(message));
    }

    private static byte[] Send(SignalParty bob, string text)
    {
        var state = bob.Record.Current!;
        var seed = new byte[ChainKey.SeedLength];
        state.Sending!.DeriveSeed(seed);
        using var keys = new MessageKeys(seed, new byte[MessageKeys.Length]);

        var message = bob.Encrypt(text).Bytes;

        message[0] = TheirVersion;
        RatchetMessage.Mac(
            keys.MacKey,
            bob.Local.Identity.PublicKey,
            state.RemoteIdentity,
            message.AsSpan(..^RatchetMessage.MacLength),
            message.AsSpan(^RatchetMessage.MacLength..));
        return message;
    }

    private SignalParty Bob()
    {
        var bob = _recording.GetProperty("bob");
        var local = new LocalIdentity(Pair(bob, "identity_private"), bob.GetProperty("registration_id").GetUInt32());
        Assert.Equal(bob.Hex("identity_public"), local.Identity.PublicKey.Serialized.ToArray());
        var party = new SignalParty(_keys, local)
        {
            SignedPreKey = Pair(bob, "signed_prekey_private"),
            SignedPreKeyId = bob.GetProperty("signed_prekey_id").GetUInt32(),
        };
        Assert.True(XEdDsa.Verify(
            local.Identity.PublicKey, party.SignedPreKey.PublicKey.Serialized, bob.Hex("signed_prekey_signature")));
        party.PreKeys.Add(bob.GetProperty("prekey_id").GetUInt32(), Pair(bob, "prekey_private"));
        return party;
    }

    private static KeyPair Pair(JsonElement element, string property) => new(new PrivateKey(element.Hex(property)));
}

using System.Collections.Concurrent;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>A ciphertext for one device, as its sender wrote it.</summary>
internal sealed record WireCopy(Jid From, Jid To, bool IsPreKey, ReadOnlyMemory<byte> Bytes);

/// <summary>A ciphertext for a group, and the keys that went along.</summary>
internal sealed record WireGroupMessage(string Id, Jid From, Jid Chat, uint KeyId, uint Iteration, ReadOnlyMemory<byte> Bytes, IReadOnlyList<WireCopy> Keys);

/// <summary>Every ciphertext that devices sent, in their order.</summary>
internal sealed class WireLog
{
    private readonly ConcurrentQueue<WireCopy> _copies = new();
    private readonly ConcurrentQueue<WireGroupMessage> _groupMessages = new();

    public IReadOnlyList<WireCopy> Copies => [.. _copies];

    public IReadOnlyList<WireGroupMessage> GroupMessages => [.. _groupMessages];

    public void Note(Device sender, BinaryNode message)
    {
        var from = sender.Account.LidJid.WithDevice(sender.Id);
        var to = message.Jid("to")!.Value;
        var copies = new List<WireCopy>();
        foreach (var copy in message.Child("participants")?.ChildrenOf("to") ?? [])
        {
            copies.Add(Copy(from, copy.Jid("jid")!.Value, copy.Child("enc")!));
        }

        if (message.Child("enc") is { } enc)
        {
            if (enc["type"] == "skmsg")
            {
                var parsed = GroupMessage.Parse(enc.Bytes);
                _groupMessages.Enqueue(new WireGroupMessage(message["id"]!, from, to, parsed.KeyId, parsed.Iteration, enc.Bytes, copies));
            }
            else
            {
                copies.Add(Copy(from, message.Jid("participant") ?? to, enc));
            }
        }

        copies.ForEach(_copies.Enqueue);
    }

    public void Clear()
    {
        _copies.Clear();
        _groupMessages.Clear();
    }

    /// <summary>
    /// Of what a sender sent to a group, the keys in a store were able to open the first messages and open none of the
    /// following, not even with the store's own keys and the sender's key as it was at the first message.
    /// </summary>
    public async Task NobodyReadsAfterAsync(ISessionStore store, Jid group, Jid sender, int before, int after)
    {
        var sent = GroupMessages.Where(m => m.From == sender && m.Chat == group).ToArray();
        Assert.Equal(before + after, sent.Length);
        var bytes = await store.GetAsync(StoreKind.SenderKey, $"{group}::{new SignalAddress(sender).Key}");
        using var record = SenderKeyRecord.Deserialize(Assert.NotNull(bytes));
        foreach (var message in sent[..before])
        {
            // It has the key, and has used it.
            Assert.Equal(SignalError.DuplicateMessage, Refusal(record, message));
        }

        foreach (var message in sent[before..])
        {
            Assert.Equal(SignalError.NoSenderKey, Refusal(record, message));
            Assert.DoesNotContain(record.States, state => GroupMessage.Parse(message.Bytes).IsSignedBy(state.SigningKey));
        }
    }

    /// <summary>No two ciphertexts were made with the same message key: of a session's chain, or of a sender key.</summary>
    public void NoKeyIsUsedTwice()
    {
        var used = new Dictionary<string, byte[]>();
        foreach (var copy in Copies.Concat(GroupMessages.SelectMany(message => message.Keys)))
        {
            var message = copy.IsPreKey ? PreKeyMessage.Parse(copy.Bytes).Message : RatchetMessage.Parse(copy.Bytes);
            Use($"{copy.From} {message.RatchetKey} {message.Counter}", message.Bytes.ToArray());
        }

        foreach (var message in GroupMessages)
        {
            Use($"{message.From} {message.Chat} {message.KeyId} {message.Iteration}", message.Bytes.ToArray());
        }

        void Use(string key, byte[] bytes)
        {
            if (!used.TryAdd(key, bytes))
            {
                Assert.True(used[key].AsSpan().SequenceEqual(bytes), $"A message key was used twice: {key}");
            }
        }
    }

    private static SignalError Refusal(SenderKeyRecord record, WireGroupMessage message) =>
        Assert.Throws<SignalException>(() => SenderKeyCipher.Decrypt(record, message.Bytes)).Error;

    private static WireCopy Copy(Jid from, Jid to, BinaryNode enc) => new(from, to, enc["type"] == "pkmsg", enc.Bytes);
}

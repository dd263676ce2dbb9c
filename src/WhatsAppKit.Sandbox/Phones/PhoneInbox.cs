using System.Text.Json;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>A phone's store that keeps the messages too, in the same commit as the ratchet step that opened them.</summary>
internal sealed class PhoneInbox(ISessionStore store, Account account, AccountDirectory accounts) : ISessionStore
{
    /// <summary>The decrypted messages, by id, in the form in which a phone hands them to its linked devices.</summary>
    public const string ContentKind = "inbox-content";

    private const string Kind = "inbox";

    private readonly List<PhoneMessage> _messages = [];
    private readonly Lock _gate = new();

    public IReadOnlyList<PhoneMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>The messages with all they say, oldest first.</summary>
    public async Task<IReadOnlyList<WebMessageInfo>> ContentsAsync(CancellationToken cancellationToken)
    {
        var contents = new List<WebMessageInfo>();
        foreach (var id in Messages.Select(message => message.Id).Distinct())
        {
            if (await store.GetAsync(ContentKind, id, cancellationToken).ConfigureAwait(false) is { } record)
            {
                contents.Add(WebMessageInfo.Parser.ParseFrom(record.Span));
            }
        }

        return contents;
    }

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; await store.GetAsync(Kind, Key(i), cancellationToken).ConfigureAwait(false) is { } record; i++)
        {
            _messages.Add(JsonSerializer.Deserialize<PhoneMessage>(record.Span)!);
        }
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string kind, string key, CancellationToken cancellationToken = default) =>
        store.GetAsync(kind, key, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> GetManyAsync(
        string kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) =>
        store.GetManyAsync(kind, keys, cancellationToken);

    public async ValueTask CommitAsync(StoreCommit commit, CancellationToken cancellationToken = default)
    {
        var events = commit.Events.OfType<MessageReceived>().ToArray();
        var received = events.Select(ToMessage).ToArray();
        int next;
        lock (_gate)
        {
            next = _messages.Count;
        }

        // Transactions of one phone follow one another, so nobody else takes these numbers.
        var rows = received.Select((message, i) => StoreChange.Set(Kind, Key(next + i), JsonSerializer.SerializeToUtf8Bytes(message)));
        var contents = events.Select(message => StoreChange.Set(ContentKind, message.Id, ToContent(message).ToByteArray()));
        await store.CommitAsync(commit with { Changes = [.. commit.Changes, .. rows, .. contents] }, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _messages.AddRange(received);
        }
    }

    private static string Key(int index) => index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static WebMessageInfo ToContent(MessageReceived received) => new()
    {
        Key = MessageKeys.Write(received.Reference),
        Message = Message.Parser.ParseFrom(received.RawContent.Span),
        MessageTimestamp = (ulong)received.Timestamp.ToUnixTimeSeconds(),
        PushName = received.PushName ?? "",
    };

    private PhoneMessage ToMessage(MessageReceived received)
    {
        var chat = NameOf(received.Chat);
        return new PhoneMessage(
            received.Id,
            NameOf(received.Sender),
            received.FromMe || received.Chat != received.Sender.ToUser() ? chat : account.Number,
            received.Text ?? "",
            received.FromMe,
            received.Timestamp);
    }

    /// <summary>A person's number; the address of anything else.</summary>
    private string NameOf(Jid jid)
    {
        lock (accounts.Gate)
        {
            return accounts.Find(jid)?.Number ?? jid.ToString();
        }
    }
}

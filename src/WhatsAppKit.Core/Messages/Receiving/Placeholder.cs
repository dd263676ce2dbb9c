using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Messages;

/// <summary>What the stanza of an unreadable message told, kept for the content that the phone may deliver later.</summary>
/// <param name="Envelope">Who, where and when.</param>
/// <param name="Edit">The stanza's <c>edit</c> attribute.</param>
internal sealed record Placeholder(MessageEnvelope Envelope, string? Edit)
{
    // As long as the server keeps the phone's answer for a device that is away.
    private static readonly TimeSpan Retention = TimeSpan.FromDays(14);

    public static Placeholder Of(BinaryNode stanza, MessageSource source) => new(MessageEnvelope.Of(stanza, source), stanza["edit"]);

    public static string KeyOf(string id) => id;

    public StoreChange Save(DateTimeOffset now) => StoreChange.Set(StoreKind.Placeholder, KeyOf(Envelope.Id), ToRecord(), now + Retention);

    public byte[] ToRecord()
    {
        var source = Envelope.Source;
        var stored = new StoredPlaceholder
        {
            Id = Envelope.Id,
            Chat = source.Chat.ToString(),
            Sender = source.Sender.ToString(),
            FromMe = source.FromMe,
            Timestamp = Envelope.Timestamp.ToUnixTimeSeconds(),
            IsOffline = Envelope.IsOffline,
        };
        if (source.ChatAlternate is { } chat)
        {
            stored.ChatAlternate = chat.ToString();
        }

        if (source.SenderAlternate is { } sender)
        {
            stored.SenderAlternate = sender.ToString();
        }

        if (Envelope.PushName is { } name)
        {
            stored.PushName = name;
        }

        if (Edit is { } edit)
        {
            stored.Edit = edit;
        }

        return stored.ToByteArray();
    }

    public static Placeholder Read(ReadOnlyMemory<byte> record)
    {
        var stored = StoredPlaceholder.Parser.ParseFrom(record.Span);
        var at = DateTimeOffset.FromUnixTimeSeconds(stored.Timestamp);
        var source = new MessageSource(
            Jid.Parse(stored.Chat),
            stored.HasChatAlternate ? Jid.Parse(stored.ChatAlternate) : null,
            Jid.Parse(stored.Sender),
            stored.HasSenderAlternate ? Jid.Parse(stored.SenderAlternate) : null,
            stored.FromMe)
        { Timestamp = at };
        return new Placeholder(
            new MessageEnvelope(stored.Id, source, at, stored.HasPushName ? stored.PushName : null, stored.IsOffline),
            stored.HasEdit ? stored.Edit : null);
    }
}

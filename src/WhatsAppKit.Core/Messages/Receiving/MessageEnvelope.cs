using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Messages;

/// <summary>What the stanza around a message tells about every event that is made of it.</summary>
internal sealed record MessageEnvelope(string Id, MessageSource Source, DateTimeOffset Timestamp, string? PushName, bool IsOffline)
{
    /// <summary>The message's number in its channel.</summary>
    public long? ServerId { get; init; }

    /// <summary>True for a message of the history: what is kept of it is kept since it was sent, not since it came.</summary>
    public bool IsPast { get; init; }

    public static MessageEnvelope Of(BinaryNode stanza, MessageSource source) => new(
        stanza["id"]!,
        source,
        source.Timestamp,
        stanza["notify"] is { } name and not "-" ? name : null,
        stanza["offline"] is not null)
    {
        ServerId = source.Chat.Server == JidServer.Newsletter ? stanza.Number("server_id") : null,
    };

    /// <summary>Fills in who, where and when.</summary>
    public T Address<T>(T happened)
        where T : ChatEvent =>
        (T)(happened with
        {
            Id = Id,
            Chat = Source.Chat,
            ChatAlternate = Source.ChatAlternate,
            Sender = Source.Sender.ToUser(),
            SenderAlternate = Source.SenderAlternate?.ToUser(),
            FromMe = Source.FromMe,
            Timestamp = Timestamp,
            PushName = PushName,
            IsOffline = IsOffline,
            ServerId = ServerId,
        });
}

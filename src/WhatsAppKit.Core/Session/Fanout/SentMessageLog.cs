using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>A sent message as it is kept for devices that ask for it again.</summary>
internal sealed record LoggedMessage(Jid To, Message Content, long Timestamp);

/// <summary>Writes and reads the records that answer retry requests, also after a restart.</summary>
internal sealed class SentMessageLog(ISessionStore store, TimeProvider time, TimeSpan retention)
{
    /// <summary>The record of a message as it is addressed; it belongs in the commit of the ratchet steps.</summary>
    public StoreChange Entry(OutgoingMessage message, Jid address)
    {
        var now = time.GetUtcNow();
        var stored = new StoredSentMessage
        {
            To = address.ToString(),
            Content = message.Content.ToByteString(),
            Timestamp = now.ToUnixTimeSeconds(),
        };
        return StoreChange.Set(StoreKind.SentMessage, message.Id, stored.ToByteArray(), now + retention);
    }

    public async ValueTask<LoggedMessage?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(StoreKind.SentMessage, id, cancellationToken).ConfigureAwait(false) is not { } record)
        {
            return null;
        }

        var stored = StoredSentMessage.Parser.ParseFrom(record.Span);
        return new LoggedMessage(Jid.Parse(stored.To), Message.Parser.ParseFrom(stored.Content), stored.Timestamp);
    }
}

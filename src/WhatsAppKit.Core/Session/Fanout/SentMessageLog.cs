using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>A sent message as it is kept for devices that ask for it again.</summary>
internal sealed record LoggedMessage(Jid To, string Type, ReadOnlyMemory<byte> Content, long Timestamp);

/// <summary>Writes and reads the records that answer retry requests, also after a restart.</summary>
internal sealed class SentMessageLog(ISessionStore store, TimeProvider time, TimeSpan retention)
{
    public StoreChange Entry(string id, LoggedMessage message)
    {
        var stored = new StoredSentMessage
        {
            To = message.To.ToString(),
            Type = message.Type,
            Content = ByteString.CopyFrom(message.Content.Span),
            Timestamp = message.Timestamp,
        };
        return StoreChange.Set(StoreKind.SentMessage, id, stored.ToByteArray(), time.GetUtcNow() + retention);
    }

    public async ValueTask<LoggedMessage?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(StoreKind.SentMessage, id, cancellationToken).ConfigureAwait(false) is not { } record)
        {
            return null;
        }

        var stored = StoredSentMessage.Parser.ParseFrom(record.Span);
        return new LoggedMessage(Jid.Parse(stored.To), stored.Type, stored.Content.Memory, stored.Timestamp);
    }
}

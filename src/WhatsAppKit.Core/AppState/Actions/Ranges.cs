using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using static WhatsAppKit.Core.Protobuf.SyncActionValue.Types;

namespace WhatsAppKit.Core.AppState.Actions;

/// <summary>Up to where a change about a whole chat goes.</summary>
internal static class Ranges
{
    private const int MaxMessages = 1000;

    /// <summary>A range that ends with a message, or now when none is known.</summary>
    public static SyncActionMessageRange Write(LastMessage? last, DateTimeOffset now)
    {
        var range = new SyncActionMessageRange { LastMessageTimestamp = (last?.SentAt ?? now).ToUnixTimeSeconds() };
        if (last is not null)
        {
            range.Messages.Add(new SyncActionMessage { Key = MessageKeys.Write(last.Message), Timestamp = range.LastMessageTimestamp });
        }

        return range;
    }

    public static ChatRange? Read(SyncActionMessageRange? range, Jid chat) => range is null
        ? null
        : new ChatRange(
            UnixTime.FromSeconds(range.LastMessageTimestamp),
            UnixTime.FromSeconds(range.LastSystemMessageTimestamp),
            [.. range.Messages.Take(MaxMessages).Select(message => Read(message, range.LastMessageTimestamp, chat)).OfType<LastMessage>()]);

    private static LastMessage? Read(SyncActionMessage message, long last, Jid chat)
    {
        // Baileys tells the time of the last message only.
        if (message.Key is not { Id.Length: > 0 } key || UnixTime.FromSeconds(message.HasTimestamp ? message.Timestamp : last) is not { } sentAt)
        {
            return null;
        }

        var sender = Jid.TryParse(key.Participant, out var participant) ? participant.ToUser() : chat;
        return new LastMessage(new MessageReference(chat, key.Id, sender, key.FromMe), sentAt);
    }
}

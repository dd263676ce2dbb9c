using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Contracts.Groups;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Chats;

/// <summary>What instances are asked to change in how the account's devices show chats.</summary>
internal static class ChatOperations
{
    public static readonly InstanceOperation<ChatChange, Nothing> Archive = Operation.Do<ChatChange>(
        "chats.archive", (client, change, cancellationToken) => client.Chats.ArchiveAsync(change.Chat, change.Last, cancellationToken));

    public static readonly InstanceOperation<ChatChange, Nothing> Unarchive = Operation.Do<ChatChange>(
        "chats.unarchive", (client, change, cancellationToken) => client.Chats.UnarchiveAsync(change.Chat, change.Last, cancellationToken));

    public static readonly InstanceOperation<Jid, Nothing> Pin = Operation.Do<Jid>(
        "chats.pin", (client, chat, cancellationToken) => client.Chats.PinAsync(chat, cancellationToken));

    public static readonly InstanceOperation<Jid, Nothing> Unpin = Operation.Do<Jid>(
        "chats.unpin", (client, chat, cancellationToken) => client.Chats.UnpinAsync(chat, cancellationToken));

    public static readonly InstanceOperation<ChatToMute, Nothing> Mute = Operation.Do<ChatToMute>(
        "chats.mute", (client, mute, cancellationToken) => client.Chats.MuteAsync(mute.Chat, mute.Until, cancellationToken));

    public static readonly InstanceOperation<Jid, Nothing> Unmute = Operation.Do<Jid>(
        "chats.unmute", (client, chat, cancellationToken) => client.Chats.UnmuteAsync(chat, cancellationToken));

    public static readonly InstanceOperation<ChatChange, Nothing> MarkRead = Operation.Do<ChatChange>(
        "chats.read", (client, change, cancellationToken) => client.Chats.MarkReadAsync(change.Chat, change.Last, cancellationToken));

    public static readonly InstanceOperation<ChatChange, Nothing> MarkUnread = Operation.Do<ChatChange>(
        "chats.unread", (client, change, cancellationToken) => client.Chats.MarkUnreadAsync(change.Chat, change.Last, cancellationToken));

    public static readonly InstanceOperation<ChatToClear, Nothing> Clear = Operation.Do<ChatToClear>(
        "chats.clear",
        (client, clear, cancellationToken) => client.Chats.ClearAsync(clear.Chat, clear.Last, clear.StarredToo, clear.MediaToo, cancellationToken));

    public static readonly InstanceOperation<Jid, Nothing> Delete = Operation.Do<Jid>(
        "chats.delete", (client, chat, cancellationToken) => client.Chats.DeleteAsync(chat, null, true, cancellationToken));

    public static readonly InstanceOperation<MessageReference, Nothing> Star = Operation.Do<MessageReference>(
        "chats.messages.star", (client, message, cancellationToken) => client.Chats.StarAsync(message, cancellationToken));

    public static readonly InstanceOperation<MessageReference, Nothing> Unstar = Operation.Do<MessageReference>(
        "chats.messages.unstar", (client, message, cancellationToken) => client.Chats.UnstarAsync(message, cancellationToken));

    public static readonly InstanceOperation<MessageToDelete, Nothing> DeleteForMe = Operation.Do<MessageToDelete>(
        "chats.messages.delete-for-me",
        (client, delete, cancellationToken) => client.Chats.DeleteForMeAsync(delete.Message, delete.SentAt, delete.MediaToo, cancellationToken));

    public static readonly InstanceOperation<ChatTimer, SentResponse> SetTimer = new(
        "chats.timer",
        async (client, timer, cancellationToken) =>
        {
            var time = timer.Seconds == 0 ? (TimeSpan?)null : TimeSpan.FromSeconds(timer.Seconds);
            var sent = await client.Messages.SetDisappearingTimerAsync(timer.Person, time, null, cancellationToken).ConfigureAwait(false);
            return new SentResponse(sent.Id, sent.Timestamp);
        });
}

/// <summary>A chat, and its last message where it is named.</summary>
internal sealed record ChatChange(Jid Chat, LastMessage? Last);

/// <summary>A chat, and when its muting ends; null for never.</summary>
internal sealed record ChatToMute(Jid Chat, DateTimeOffset? Until);

/// <summary>A chat to empty.</summary>
internal sealed record ChatToClear(Jid Chat, LastMessage? Last, bool StarredToo, bool MediaToo);

/// <summary>A message to delete on the account's devices.</summary>
internal sealed record MessageToDelete(MessageReference Message, DateTimeOffset SentAt, bool MediaToo);

/// <summary>How long messages to a person stay; 0 for good.</summary>
internal sealed record ChatTimer(Jid Person, int Seconds);

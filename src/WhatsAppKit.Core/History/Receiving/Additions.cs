using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.History;

/// <summary>Reads what others added to a message: the phone packs it in clear, beside the message.</summary>
internal static class Additions
{
    // As many as the largest group has members.
    private const int MaxAdditions = 2048;

    public static IReadOnlyList<ChatEvent> Read(WebMessageInfo info, MessageEnvelope message, MessageReceived received, DeviceCredentials credentials)
    {
        if (info.Reactions.Count == 0 && info.PollUpdates.Count == 0)
        {
            return [];
        }

        var reactions = info.Reactions.Where(reaction => reaction.Text.Length > 0).Take(MaxAdditions)
            .Select(reaction => Address(new ReactionChanged(received.Reference, reaction.Text), reaction.Key, reaction.SenderTimestampMs));
        var votes = info.PollUpdates.Where(update => update.Vote is not null).Take(MaxAdditions)
            .Select(update => Address(Vote(received, update.Vote), update.PollUpdateMessageKey, update.SenderTimestampMs));
        return [.. reactions.Concat(votes).OfType<ChatEvent>()];

        ChatEvent? Address(ChatEvent added, MessageKey? key, long milliseconds) =>
            key is { Id.Length: > 0 } && Author(key, message.Source, credentials) is { } author
                ? (message with
                {
                    Id = key.Id,
                    Source = message.Source with { Sender = author, SenderAlternate = null, FromMe = key.FromMe },
                    Timestamp = UnixTime.FromSeconds(milliseconds / 1000) ?? message.Timestamp,
                    PushName = null,
                }).Address(added)
                : null;
    }

    private static PollVoted Vote(MessageReceived received, Message.Types.PollVoteMessage vote)
    {
        var chosen = vote.SelectedOptions.Take(MaxAdditions).Select(hash => Convert.ToHexString(hash.Span)).ToHashSet();
        var known = (received.Content as PollContent)?.Options.Where(option => chosen.Remove(PollVotes.Hash(option))).ToArray() ?? [];
        return new PollVoted(received.Reference, known, chosen.Count);
    }

    /// <summary>Who did it: here the key is written as this account sees the chat.</summary>
    private static Jid? Author(MessageKey key, MessageSource source, DeviceCredentials credentials)
    {
        if (key.FromMe)
        {
            return (source.Chat.IsLid ? credentials.LidJid ?? credentials.PhoneJid : credentials.PhoneJid)?.ToUser();
        }

        return Jid.TryParse(key.Participant, out var participant) ? participant.ToUser() : source.IsManyToMany ? null : source.Chat;
    }
}

using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Messages.Receiving;

/// <summary>What was done to a message, as events tell it; pure.</summary>
internal static class ChangeEvents
{
    // Longer is no emoji, whatever a sender writes.
    private const int MaxEmoji = 64;

    /// <summary>Null for what no event tells.</summary>
    public static (string Type, MessageChangeData Data)? Of(StoredMessage row, ChatEvent happened)
    {
        var data = new MessageChangeData
        {
            MessageId = row.MessageId,
            Chat = MessageMapping.ChatOf(row),
            From = happened.FromMe ? RowMapping.Me : RowMapping.Name(happened.Sender, happened.SenderAlternate),
            At = happened.Timestamp,
        };
        return happened switch
        {
            MessageEdited edited => (EventTypes.MessageEdited, data with { Text = ContentKinds.TextOf(edited.Content) }),
            MessageRevoked => (EventTypes.MessageDeleted, data),
            ReactionChanged { Emoji.Length: > MaxEmoji } => null,
            ReactionChanged reaction => (EventTypes.MessageReaction, data with { Emoji = reaction.Emoji }),
            PollVoted vote => (EventTypes.MessageVote, data with { Options = vote.Options }),
            EventAnswered answer => (EventTypes.MessageEventAnswer, data with { Answer = Answers.Word(answer.Answer), ExtraGuests = answer.ExtraGuests }),
            MessagePinned pin => (EventTypes.MessagePinned, data with { IsSet = pin.IsPinned }),
            MessageKept kept => (EventTypes.MessageKept, data with { IsSet = kept.IsKept }),
            _ => null,
        };
    }
}

using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;
using static WhatsAppKit.Core.Protobuf.Message.Types;
using EncType = WhatsAppKit.Core.Protobuf.Message.Types.SecretEncryptedMessage.Types.SecretEncType;

namespace WhatsAppKit.Core.Messages;

/// <summary>Reads what is encrypted once more, under the secret of the message it adds to.</summary>
internal sealed class SecretReader(SecretStore secrets)
{
    public static bool IsFor(Message content) => Part.Of(content) is not null;

    /// <summary>Raises what it says; false when the secret is not here or does not open it.</summary>
    public async ValueTask<bool> ReadAsync(StateTransaction transaction, MessageEnvelope envelope, Message content, CancellationToken cancellationToken)
    {
        var part = Part.Of(content)!;
        if (MessageKeys.Read(part.Target, envelope.Source, transaction.Credentials) is not { } target
            || await secrets.FindAsync(target.Id, target.Sender, cancellationToken).ConfigureAwait(false) is not { } secret
            || await secrets.OpenAsync(secret, part.Use, target.Id, envelope.Source, part.Nonce, part.Payload, cancellationToken).ConfigureAwait(false) is not { } plaintext)
        {
            transaction.Raise(new MessageUndecryptable(envelope.Id, envelope.Source.Chat, envelope.Source.Sender, "MissingSecret", 1));
            return false;
        }

        try
        {
            if (part.Read(target, secret, plaintext) is { } happened)
            {
                transaction.Raise(envelope.Address(happened));
            }
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new Session.ProtocolException("What a message adds to another is no protobuf message.", error);
        }

        return true;
    }

    /// <summary>The encrypted part of a message, and how its plaintext is read.</summary>
    private sealed record Part(
        MessageKey? Target, SecretUse Use, ByteString Nonce, ByteString Payload, Func<MessageReference, MessageSecret, byte[], ChatEvent?> Read)
    {
        public static Part? Of(Message content) => content switch
        {
            { PollUpdateMessage: { Vote: { } vote } poll } => new(poll.PollCreationMessageKey, SecretUse.PollVote, vote.EncIv, vote.EncPayload, Vote),
            { EncEventResponseMessage: { } answer } =>
                new(answer.EventCreationMessageKey, SecretUse.EventResponse, answer.EncIv, answer.EncPayload, Answer),
            { EncReactionMessage: { } reaction } => new(reaction.TargetMessageKey, SecretUse.Reaction, reaction.EncIv, reaction.EncPayload, Reaction),
            { EncCommentMessage: { } comment } => new(comment.TargetMessageKey, SecretUse.Comment, comment.EncIv, comment.EncPayload, Comment),
            { SecretEncryptedMessage: { HasSecretEncType: true } edit } when EditUse(edit.SecretEncType) is { } use =>
                new(edit.TargetMessageKey, use, edit.EncIv, edit.EncPayload, Edit),
            _ => null,
        };

        private static SecretUse? EditUse(EncType type) => type switch
        {
            EncType.EventEdit => SecretUse.EventEdit,
            EncType.MessageEdit => SecretUse.MessageEdit,
            EncType.PollEdit => SecretUse.PollEdit,
            EncType.PollAddOption => SecretUse.PollAddOption,
            _ => null,
        };

        private static PollVoted Vote(MessageReference target, MessageSecret secret, byte[] plaintext)
        {
            var chosen = PollVoteMessage.Parser.ParseFrom(plaintext).SelectedOptions.Select(hash => Convert.ToHexString(hash.Span)).ToHashSet();
            var known = secret.PollOptions.Where(option => chosen.Remove(PollVotes.Hash(option))).ToArray();
            return new PollVoted(target, known, chosen.Count);
        }

        private static EventAnswered Answer(MessageReference target, MessageSecret secret, byte[] plaintext)
        {
            var answer = EventResponseMessage.Parser.ParseFrom(plaintext);
            return new EventAnswered(target, (EventAnswer)answer.Response, Math.Max(0, answer.ExtraGuestCount));
        }

        private static ReactionChanged Reaction(MessageReference target, MessageSecret secret, byte[] plaintext) =>
            new(target, ReactionMessage.Parser.ParseFrom(plaintext).Text is { Length: > 0 } emoji ? emoji : null);

        private static CommentAdded? Comment(MessageReference target, MessageSecret secret, byte[] plaintext) =>
            ContentReader.Read(MessageWrappers.Unwrap(Message.Parser.ParseFrom(plaintext))) is { } content ? new CommentAdded(target, content) : null;

        private static MessageEdited? Edit(MessageReference target, MessageSecret secret, byte[] plaintext)
        {
            var message = MessageWrappers.Unwrap(Message.Parser.ParseFrom(plaintext));
            var edited = message.ProtocolMessage?.EditedMessage is { } inner ? MessageWrappers.Unwrap(inner) : message;
            return ContentReader.Read(edited) is { } content ? new MessageEdited(target, content) : null;
        }
    }
}

/// <summary>How answers are named in votes.</summary>
internal static class PollVotes
{
    /// <summary>SHA-256 of the answer's text, in hexadecimal.</summary>
    public static string Hash(string option) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(option)));
}

using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Messages;

/// <summary>Turns what was decrypted into what the application is told, inside the transaction that opened it.</summary>
internal sealed class MessageProjector
{
    private readonly SecretStore _secrets;
    private readonly AdminRevocations _revocations;
    private readonly SecretReader _secret;

    public MessageProjector(SecretStore secrets, AdminRevocations revocations, TimeProvider time)
    {
        _secrets = secrets;
        _revocations = revocations;
        _secret = new SecretReader(secrets);
        Peers = new PeerMessages(new PlaceholderAnswers(this, time));
    }

    /// <summary>What the account's devices tell each other.</summary>
    public PeerMessages Peers { get; }

    /// <summary>Raises the event the message stands for. False when what it needs to be read, the secret of an earlier message, is not here.</summary>
    public async ValueTask<bool> ProjectAsync(
        StateTransaction transaction, BinaryNode stanza, MessageSource source, Message message, CancellationToken cancellationToken)
    {
        var content = MessageWrappers.Unwrap(Sent(source, message));
        var envelope = MessageEnvelope.Of(stanza, source);
        if (stanza["category"] == "peer")
        {
            if (source.FromMe)
            {
                await Peers.TakeAsync(transaction, envelope, content, cancellationToken).ConfigureAwait(false);
            }

            return true;
        }

        return await ProjectAsync(transaction, envelope, stanza["edit"], content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Raises the event that a message between people stands for.</summary>
    public async ValueTask<bool> ProjectAsync(
        StateTransaction transaction, MessageEnvelope envelope, string? edit, Message message, CancellationToken cancellationToken)
    {
        var content = MessageWrappers.Unwrap(message);
        if (SecretReader.IsFor(content))
        {
            return await _secret.ReadAsync(transaction, envelope, content, cancellationToken).ConfigureAwait(false);
        }

        var happened = ActionReader.IsFor(content)
            ? ActionReader.Read(envelope, content, edit, transaction.Credentials)
            : Received(transaction, envelope, content);
        if (happened is MessageRevoked { ByAdmin: true } revoked
            && !await _revocations.CountsAsync(transaction, envelope, revoked, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        if (happened is not null)
        {
            transaction.Raise(envelope.Address(happened));
        }

        return true;
    }

    /// <summary>What a message of the past stands for, without raising it; null when it stands for nothing, or cannot be read.</summary>
    public async ValueTask<ChatEvent?> ConvertAsync(
        StateTransaction transaction, MessageEnvelope envelope, Message message, CancellationToken cancellationToken)
    {
        var before = transaction.RaisedCount;
        await ProjectAsync(transaction, envelope, null, message, cancellationToken).ConfigureAwait(false);
        return transaction.Withdraw(before).OfType<ChatEvent>().FirstOrDefault();
    }

    /// <summary>The message itself; only our own devices may say that we sent something.</summary>
    private static Message Sent(MessageSource source, Message message)
    {
        if (!source.FromMe || message.DeviceSentMessage?.Message is not { } sent)
        {
            return message;
        }

        return sent.MessageContextInfo is null && message.MessageContextInfo is { } info ? new Message(sent) { MessageContextInfo = info } : sent;
    }

    private MessageReceived? Received(StateTransaction transaction, MessageEnvelope envelope, Message content)
    {
        if (ContentReader.Read(content) is not { } read)
        {
            return null;
        }

        if (_secrets.Entry(envelope.Id, envelope.Source.Sender, content, envelope.IsPast ? envelope.Timestamp : null) is { } secret)
        {
            transaction.Set(secret);
        }

        var info = ContextInfos.Of(content);
        var association = content.MessageContextInfo?.MessageAssociation;
        return new MessageReceived
        {
            Content = read,
            Quoted = ContextReader.Quoted(info, envelope.Source, transaction.Credentials),
            Mentions = ContextReader.Mentions(info),
            MentionsEveryone = info?.NonJidMentions > 0,
            IsForwarded = info?.IsForwarded ?? false,
            ForwardingScore = WireNumbers.Count(info?.ForwardingScore ?? 0),
            DisappearsAfter = ContextReader.Timer(info),
            Album = association?.AssociationType == MessageAssociation.Types.AssociationType.MediaAlbum
                ? MessageKeys.Read(association.ParentMessageKey, envelope.Source, transaction.Credentials)
                : null,
            RawContent = content.ToByteArray(),
        };
    }
}

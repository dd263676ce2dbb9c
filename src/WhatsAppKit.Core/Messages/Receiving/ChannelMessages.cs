using Google.Protobuf;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Messages;

/// <summary>Takes messages of channels. They are not encrypted, and are acknowledged where others get a receipt.</summary>
internal sealed class ChannelMessages(IWhatsAppSession session, DeviceState state, MessageProjector projector, TimeProvider time, ILogger logger)
{
    private const int NackInvalidProtobuf = 491;
    private const string Revoked = "8";

    /// <summary>Takes a stanza of its own, and acknowledges it.</summary>
    public async ValueTask HandleAsync(BinaryNode stanza, MessageSource source, CancellationToken cancellationToken)
    {
        int? error = null;
        try
        {
            await TakeAsync(stanza, source, cancellationToken).ConfigureAwait(false);
        }
        catch (ProtocolException failure)
        {
            SessionLog.StanzaFailed(logger, stanza.Tag, failure);
            error = NackInvalidProtobuf;
        }

        await session.SendAsync(ReceiptNodes.Ack(stanza, error), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a message, which may stand in a notification too; each version of it is raised once.</summary>
    /// <exception cref="ProtocolException">It has no id, or its content is malformed.</exception>
    public async Task TakeAsync(BinaryNode message, MessageSource source, CancellationToken cancellationToken)
    {
        if (message.Child("plaintext") is not { } plaintext)
        {
            return;
        }

        var id = message["id"] ?? throw new ProtocolException("A message of a channel has no id.");
        var edited = message.Child("meta")?["msg_edit_t"];
        var content = Parse(plaintext.Bytes);
        await state.UpdateAsync(
            async transaction =>
            {
                var version = edited is null && message["edit"] is null ? id : $"{id}|{edited}|{message["edit"]}";
                if (await ReceivedMessages.TakeAsync(transaction, source, version, time.GetUtcNow(), cancellationToken).ConfigureAwait(false))
                {
                    await RaiseAsync(transaction, message, source, content, isChange: version != id, cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask RaiseAsync(
        StateTransaction transaction, BinaryNode message, MessageSource source, Message content, bool isChange, CancellationToken cancellationToken)
    {
        var envelope = MessageEnvelope.Of(message, source);
        if (!isChange)
        {
            // What acts on other messages in other chats says nothing here.
            var inner = MessageWrappers.Unwrap(content);
            if (!ActionReader.IsFor(inner) && !SecretReader.IsFor(inner))
            {
                await projector.ProjectAsync(transaction, envelope, null, content, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        var target = new MessageReference(source.Chat, envelope.Id, source.Chat, FromMe: false) { ServerId = envelope.ServerId };
        if (message["edit"] == Revoked || content.CalculateSize() == 0)
        {
            transaction.Raise(envelope.Address(new MessageRevoked(target, ByAdmin: false)));
        }
        else if (ContentReader.Read(MessageWrappers.Unwrap(content)) is { } said)
        {
            transaction.Raise(envelope.Address(new MessageEdited(target, said)));
        }
    }

    private static Message Parse(ReadOnlyMemory<byte> plaintext)
    {
        try
        {
            return Message.Parser.ParseFrom(plaintext.Span);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new ProtocolException("A message of a channel is no protobuf message.", error);
        }
    }
}

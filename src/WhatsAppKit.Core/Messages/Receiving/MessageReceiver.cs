using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Messages;

/// <summary>
/// Takes message stanzas: decrypts, makes the result durable together with the ratchet step, and only then tells the
/// server that it need not deliver again.
/// </summary>
internal sealed class MessageReceiver(
    IWhatsAppSession session,
    DeviceState state,
    MessageProjector projector,
    RetryRequester retries,
    PlaceholderRequests placeholders,
    ChannelMessages channels,
    Availability availability,
    TimeProvider time,
    ILogger logger)
{
    private const int NackParsing = 487;
    private const int NackUnrecognised = 488;
    private const int NackInvalidProtobuf = 491;
    private const int NackMissingSecret = 495;

    /// <summary>What a ciphertext brought, in rising order.</summary>
    private enum Outcome
    {
        /// <summary>A sender key, and nothing else.</summary>
        Key,

        /// <summary>The stanza's message.</summary>
        Message,

        /// <summary>Something for an earlier message whose secret is not here.</summary>
        WithoutSecret,
    }

    public async ValueTask HandleAsync(BinaryNode stanza, CancellationToken cancellationToken)
    {
        MessageSource source;
        try
        {
            source = MessageSource.Of(stanza, state.Credentials);
            if (stanza["id"] is null)
            {
                throw new ProtocolException("A message has no id.");
            }
        }
        catch (ProtocolException error)
        {
            SessionLog.StanzaFailed(logger, stanza.Tag, error);
            await session.SendAsync(ReceiptNodes.Ack(stanza, NackParsing), cancellationToken).ConfigureAwait(false);
            return;
        }

        if (source.Chat.Server == JidServer.Newsletter)
        {
            await channels.HandleAsync(stanza, source, cancellationToken).ConfigureAwait(false);
            return;
        }

        var encrypted = stanza.ChildrenOf("enc").Where(MessageDecryptor.CanOpen).ToArray();
        if (encrypted.Length == 0)
        {
            // Nothing in it is for this device to read.
            var unavailable = stanza.Child("unavailable");
            if (unavailable is not null)
            {
                await placeholders.UnavailableAsync(stanza, source, unavailable["type"], cancellationToken).ConfigureAwait(false);
            }

            int? error = unavailable is null ? NackUnrecognised : null;
            await session.SendAsync(ReceiptNodes.Ack(stanza, error), cancellationToken).ConfigureAwait(false);
            return;
        }

        await DecryptAsync(stanza, source, encrypted, cancellationToken).ConfigureAwait(false);
    }

    private async Task DecryptAsync(BinaryNode stanza, MessageSource source, BinaryNode[] encrypted, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        var outcome = Outcome.Key;

        // In order: a copy for this device alone may bring the sender key that opens the one for the whole group.
        foreach (var enc in encrypted)
        {
            try
            {
                var opened = await OpenAsync(stanza, source, enc, cancellationToken).ConfigureAwait(false);
                outcome = opened > outcome ? opened : outcome;
            }
            catch (Exception error) when (error is SignalException or CryptoException or ProtocolException)
            {
                failure ??= error;
            }
        }

        if (outcome == Outcome.WithoutSecret)
        {
            await session.SendAsync(ReceiptNodes.Ack(stanza, NackMissingSecret), cancellationToken).ConfigureAwait(false);
        }
        else if (failure is null || outcome == Outcome.Message)
        {
            await ConfirmAsync(stanza, source, cancellationToken).ConfigureAwait(false);
        }
        else if (failure is ProtocolException)
        {
            SessionLog.StanzaFailed(logger, stanza.Tag, failure);
            await session.SendAsync(ReceiptNodes.Ack(stanza, NackInvalidProtobuf), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var reason = failure is SignalException signal ? signal.Error : SignalError.Malformed;

            // Without a copy for this device its session with the sender may be broken too: then only keys help.
            var needsKeys = reason == SignalError.NoSenderKey && !Array.Exists(encrypted, MessageDecryptor.IsPairwise);
            await retries.AskAsync(stanza, source, reason, needsKeys, cancellationToken).ConfigureAwait(false);
            placeholders.Undecryptable(stanza, source);
        }
    }

    /// <summary>
    /// Opens one ciphertext: its ratchet step and what it says become durable together. A message that was read before
    /// counts as read.
    /// </summary>
    private async Task<Outcome> OpenAsync(BinaryNode stanza, MessageSource source, BinaryNode enc, CancellationToken cancellationToken)
    {
        try
        {
            return await state.UpdateAsync(
                async transaction =>
                {
                    var message = await MessageDecryptor.DecryptAsync(transaction, source, enc, cancellationToken).ConfigureAwait(false);
                    if (IsOnlyKey(message))
                    {
                        return Outcome.Key;
                    }

                    if (await ReceivedMessages.TakeAsync(transaction, source, stanza["id"]!, time.GetUtcNow(), cancellationToken).ConfigureAwait(false))
                    {
                        var isRead = await projector.ProjectAsync(transaction, stanza, source, message, cancellationToken).ConfigureAwait(false);
                        return isRead ? Outcome.Message : Outcome.WithoutSecret;
                    }

                    return Outcome.Message;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (SignalException error) when (error.Error == SignalError.DuplicateMessage)
        {
            // It was decrypted and stored before; only the receipt was lost. The message itself is in the group's copy,
            // where there is one.
            SessionLog.Repeated(logger, stanza["id"]!);
            return MessageDecryptor.IsPairwise(enc) && source.IsManyToMany ? Outcome.Key : Outcome.Message;
        }
    }

    /// <summary>True when a message brings a sender key and says nothing.</summary>
    private static bool IsOnlyKey(Message message)
    {
        if (message.SenderKeyDistributionMessage is null)
        {
            return false;
        }

        var rest = message.Clone();
        rest.SenderKeyDistributionMessage = null;
        rest.MessageContextInfo = null;
        return rest.CalculateSize() == 0;
    }

    private async Task ConfirmAsync(BinaryNode stanza, MessageSource source, CancellationToken cancellationToken)
    {
        // "inactive": delivered, but nobody sits in front of this device.
        var type = stanza["category"] == "peer" ? "peer_msg" : source.FromMe ? "sender" : availability.IsTold ? null : "inactive";
        await session.SendAsync(ReceiptNodes.Delivery(stanza, type), cancellationToken).ConfigureAwait(false);
    }
}

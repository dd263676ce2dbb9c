using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Messages;

/// <summary>
/// Takes message stanzas: decrypts, makes the result durable together with the ratchet step, and only then tells the
/// server that it need not deliver again.
/// </summary>
internal sealed class MessageReceiver(IWhatsAppSession session, DeviceState state, RetryRequester retries, ILogger logger)
{
    private const int NackParsing = 487;
    private const int NackUnrecognised = 488;
    private const int NackInvalidProtobuf = 491;

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

        // In order: a copy for this device alone may bring the sender key that opens the one for the whole group.
        var encrypted = stanza.ChildrenOf("enc").Where(MessageDecryptor.CanOpen).ToArray();
        if (encrypted.Length == 0)
        {
            // Nothing in it is for this device to read.
            int? error = stanza.Child("unavailable") is null ? NackUnrecognised : null;
            await session.SendAsync(ReceiptNodes.Ack(stanza, error), cancellationToken).ConfigureAwait(false);
            return;
        }

        await DecryptAsync(stanza, source, encrypted, cancellationToken).ConfigureAwait(false);
    }

    private async Task DecryptAsync(BinaryNode stanza, MessageSource source, BinaryNode[] encrypted, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var enc in encrypted)
            {
                await OpenAsync(stanza, source, enc, cancellationToken).ConfigureAwait(false);
            }

            await ConfirmAsync(stanza, source, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SignalException or CryptoException)
        {
            var reason = error is SignalException signal ? signal.Error : SignalError.Malformed;
            await retries.AskAsync(stanza, source, reason, cancellationToken).ConfigureAwait(false);
        }
        catch (ProtocolException error)
        {
            SessionLog.StanzaFailed(logger, stanza.Tag, error);
            await session.SendAsync(ReceiptNodes.Ack(stanza, NackInvalidProtobuf), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens one ciphertext: its ratchet step and what it says become durable together.</summary>
    private async Task OpenAsync(BinaryNode stanza, MessageSource source, BinaryNode enc, CancellationToken cancellationToken)
    {
        try
        {
            await state.UpdateAsync(
                async transaction =>
                {
                    var message = await MessageDecryptor.DecryptAsync(transaction, source, enc, cancellationToken).ConfigureAwait(false);
                    await MessageProjector.ProjectAsync(transaction, stanza, source, message, cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (SignalException error) when (error.Error == SignalError.DuplicateMessage)
        {
            // It was decrypted and stored before; only the receipt was lost.
            SessionLog.Repeated(logger, stanza["id"]!);
        }
    }

    private async Task ConfirmAsync(BinaryNode stanza, MessageSource source, CancellationToken cancellationToken)
    {
        // "inactive": delivered, but nobody sits in front of this device.
        var type = stanza["category"] == "peer" ? "peer_msg" : source.FromMe ? "sender" : "inactive";
        await session.SendAsync(ReceiptNodes.Delivery(stanza, type), cancellationToken).ConfigureAwait(false);
    }
}

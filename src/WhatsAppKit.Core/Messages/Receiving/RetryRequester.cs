using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Messages;

/// <summary>Asks the sender of an unreadable message to send it again, a bounded number of times.</summary>
internal sealed class RetryRequester(IWhatsAppSession session, DeviceState state, TimeProvider time, ILogger logger)
{
    private const int MaxAttempts = 5;
    private static readonly TimeSpan CountRetention = TimeSpan.FromDays(1);

    public async Task AskAsync(BinaryNode stanza, MessageSource source, SignalError reason, CancellationToken cancellationToken)
    {
        var request = await state.UpdateAsync(
            transaction => PrepareAsync(transaction, stanza, source, reason, cancellationToken), cancellationToken).ConfigureAwait(false);
        SessionLog.Undecryptable(logger, stanza["id"]!, reason.ToString(), request.Attempt);
        await session.SendAsync(
            request.Attempt > MaxAttempts
                ? ReceiptNodes.Ack(stanza)
                : ReceiptNodes.Retry(stanza, request.Attempt, ReasonCode(reason), state.Credentials, request.Offered),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<(int Attempt, (uint Id, KeyPair Pair)? Offered)> PrepareAsync(
        StateTransaction transaction, BinaryNode stanza, MessageSource source, SignalError reason, CancellationToken cancellationToken)
    {
        var key = $"asked|{source.Chat}|{stanza["id"]}|{source.Sender}";
        var before = await transaction.GetAsync(StoreKind.RetryCount, key, cancellationToken).ConfigureAwait(false) is { } record
            && int.TryParse(Encoding.ASCII.GetString(record.Span), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
                : 0;
        var attempt = before + 1;
        transaction.Set(StoreChange.Set(
            StoreKind.RetryCount, key, Encoding.ASCII.GetBytes(attempt.ToString(CultureInfo.InvariantCulture)), time.GetUtcNow() + CountRetention));

        // The first request hopes for the session as it is; later ones offer keys for a new one.
        (uint, KeyPair)? offered = attempt is >= 2 and <= MaxAttempts ? transaction.GeneratePreKeys(1)[0] : null;
        transaction.Raise(new MessageUndecryptable(stanza["id"]!, source.Chat, source.Sender, reason.ToString(), attempt));
        return (attempt, offered);
    }

    /// <summary>The codes the web client sends for what went wrong.</summary>
    private static int ReasonCode(SignalError reason) => reason switch
    {
        SignalError.NoSession => 1,
        SignalError.MissingPreKey => 3,
        SignalError.Malformed => 4,
        SignalError.InvalidSignature => 5,
        SignalError.TooFarInFuture => 6,
        SignalError.InvalidMessage => 7,
        _ => 0,
    };
}

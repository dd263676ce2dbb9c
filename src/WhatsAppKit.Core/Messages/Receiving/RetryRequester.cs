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

    // A status update is gone after a day: nobody needs it again.
    private static readonly TimeSpan StatusLifetime = TimeSpan.FromHours(24);

    /// <param name="stanza">The message.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="reason">Why it cannot be read.</param>
    /// <param name="needsKeys">True when the sender must open a new session even at the first request.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task AskAsync(
        BinaryNode stanza, MessageSource source, SignalError reason, bool needsKeys, CancellationToken cancellationToken)
    {
        var request = await state.UpdateAsync(
            transaction => PrepareAsync(transaction, stanza, source, reason, needsKeys, cancellationToken), cancellationToken).ConfigureAwait(false);
        SessionLog.Undecryptable(logger, stanza["id"]!, reason.ToString(), request.Attempt);
        await session.SendAsync(
            request.Attempt > MaxAttempts || IsExpired(source)
                ? ReceiptNodes.Ack(stanza)
                : ReceiptNodes.Retry(stanza, request.Attempt, ReasonCode(reason), state.Credentials, request.Offered),
            cancellationToken).ConfigureAwait(false);
    }

    private bool IsExpired(MessageSource source) =>
        source.Chat.Server == JidServer.Broadcast && time.GetUtcNow() - source.Timestamp > StatusLifetime;

    private async Task<(int Attempt, (uint Id, KeyPair Pair)? Offered)> PrepareAsync(
        StateTransaction transaction,
        BinaryNode stanza,
        MessageSource source,
        SignalError reason,
        bool needsKeys,
        CancellationToken cancellationToken)
    {
        var key = $"asked|{source.Chat}|{stanza["id"]}|{source.Sender}";
        var before = await transaction.GetAsync(StoreKind.RetryCount, key, cancellationToken).ConfigureAwait(false) is { } record
            && int.TryParse(Encoding.ASCII.GetString(record.Span), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
                : 0;

        // What the failed copy says counts too, should our own record have been lost.
        var attempt = Math.Max(before, CountOf(stanza)) + 1;
        transaction.Set(StoreChange.Set(
            StoreKind.RetryCount, key, Encoding.ASCII.GetBytes(attempt.ToString(CultureInfo.InvariantCulture)), time.GetUtcNow() + CountRetention));

        // The first request hopes for the session as it is; later ones offer keys for a new one.
        (uint, KeyPair)? offered = (attempt >= 2 || needsKeys) && attempt <= MaxAttempts ? transaction.PreKeys.Generate(1)[0] : null;
        transaction.Raise(new MessageUndecryptable(stanza["id"]!, source.Chat, source.Sender, reason.ToString(), attempt));
        return (attempt, offered);
    }

    private static int CountOf(BinaryNode stanza) =>
        (int)Math.Clamp(stanza.ChildrenOf("enc").Max(enc => enc.Number("count")) ?? 0, 0, MaxAttempts);

    /// <summary>The codes the web client sends for what went wrong.</summary>
    private static int ReasonCode(SignalError reason) => reason switch
    {
        SignalError.NoSession or SignalError.NoSenderKey => 1,
        SignalError.MissingPreKey => 3,
        SignalError.Malformed => 4,
        SignalError.InvalidSignature => 5,
        SignalError.TooFarInFuture => 6,
        SignalError.InvalidMessage => 7,
        _ => 0,
    };
}

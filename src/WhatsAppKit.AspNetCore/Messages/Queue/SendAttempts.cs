using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.Contracts;
using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>Attempts that failed in a row.</summary>
internal sealed class FailureCount
{
    public int Transient { get; set; }

    /// <summary>Of a sort that nobody foresaw.</summary>
    public int Unexpected { get; set; }

    public void Reset() => (Transient, Unexpected) = (0, 0);
}

/// <summary>Makes the attempts to send a message, and notes how each ended.</summary>
internal sealed class SendAttempts(
    MessageOutbox outbox, SendPacing pacing, IInstanceConnections connections, MessageEvents told, GatewayLogs logs, TimeProvider time)
{
    private const int MaxUnexpected = 5;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the pace of its instance and its chat lets the message go.</summary>
    public async Task AwaitTurnAsync(WaitingMessage message, CancellationToken cancellationToken)
    {
        if (pacing.Take(message.Instance.InstanceId, message.Message.Chat.ToString()) is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="failures">What failed before it in its chat.</param>
    /// <param name="stopping">Stops the wait before another attempt; an attempt that began goes on.</param>
    /// <returns>False when there is no connection.</returns>
    public async Task<bool> TryAsync(WaitingMessage message, FailureCount failures, CancellationToken stopping)
    {
        if (message.ExpiresAt <= time.GetUtcNow())
        {
            await FailAsync(message, ProblemCodes.MessageExpired, "Its time to live passed before it could be sent.").ConfigureAwait(false);
            return true;
        }

        try
        {
            // From here on the message may be on its way.
            var began = time.GetTimestamp();
            var sent = await connections.SendAsync(message.Instance, message.Message, CancellationToken.None).ConfigureAwait(false);
            await outbox.SentAsync(message, sent.Timestamp).ConfigureAwait(false);
            told.Sent(message, began);
            failures.Reset();
            return true;
        }
        catch (Exception error) when (SendFailures.CodeOf(error) is { } code)
        {
            failures.Reset();
            await FailAsync(message, code, error.Message, error).ConfigureAwait(false);
            return true;
        }
        catch (Exception error)
        {
            return await PauseAsync(message, error, failures, stopping).ConfigureAwait(false);
        }
    }

    private async Task FailAsync(WaitingMessage message, string code, string reason, Exception? error = null)
    {
        await outbox.FailedAsync(message, code, reason, error).ConfigureAwait(false);
        told.Failed(message, code);
    }

    private async Task<bool> PauseAsync(WaitingMessage message, Exception error, FailureCount failures, CancellationToken stopping)
    {
        if (SendFailures.MayHaveBeenSent(error))
        {
            await outbox.SuspectAsync(message).ConfigureAwait(false);
        }

        if (SendFailures.IsOffline(error))
        {
            return false;
        }

        if (error is not WhatsAppException)
        {
            QueueLog.AttemptFailed(logs.Error, message.Id, message.Instance.InstanceId, error);
            if (++failures.Unexpected >= MaxUnexpected)
            {
                failures.Reset();
                await FailAsync(message, ProblemCodes.Internal, "The gateway failed to send it.", error).ConfigureAwait(false);
                return true;
            }
        }

        var wait = TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, Math.Pow(2, Math.Min(failures.Transient++, 10))));
        await Task.Delay(wait, time, stopping).ConfigureAwait(false);
        return true;
    }
}

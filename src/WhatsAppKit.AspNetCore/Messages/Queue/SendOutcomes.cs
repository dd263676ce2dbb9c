using System.Collections.Concurrent;
using WhatsAppKit.AspNetCore.Connections;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>How a message ended that somebody waits for.</summary>
/// <param name="At">When WhatsApp accepted it.</param>
/// <param name="Error">Why it failed; null when it was sent.</param>
internal sealed record SendOutcome(DateTimeOffset At, Exception? Error);

/// <summary>Requests that wait for their message. What nobody waits for is passed over: its row tells.</summary>
internal sealed class SendOutcomes(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string InstanceId, string MessageId), TaskCompletionSource<SendOutcome>> _waiting = new();

    /// <summary>Begins to wait, before the message can be sent.</summary>
    public Waiter Expect(InstanceRef instance, string messageId)
    {
        var source = _waiting.GetOrAdd((instance.InstanceId, messageId), _ => new TaskCompletionSource<SendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously));
        return new Waiter(this, (instance.InstanceId, messageId), source);
    }

    public void Complete(InstanceRef instance, string messageId, SendOutcome outcome)
    {
        if (_waiting.TryRemove((instance.InstanceId, messageId), out var source))
        {
            source.TrySetResult(outcome);
        }
    }

    /// <summary>Somebody who waits; disposing ends it.</summary>
    internal sealed class Waiter(SendOutcomes outcomes, (string InstanceId, string MessageId) key, TaskCompletionSource<SendOutcome> source) : IDisposable
    {
        /// <summary>How it ended; null when it did not in time, or the caller went away.</summary>
        public async Task<SendOutcome?> WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
        {
            try
            {
                return await source.Task.WaitAsync(limit, outcomes._time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is TimeoutException or OperationCanceledException)
            {
                return null;
            }
        }

        public void Dispose() => outcomes._waiting.TryRemove(new(key, source));
    }

    private readonly TimeProvider _time = time;
}

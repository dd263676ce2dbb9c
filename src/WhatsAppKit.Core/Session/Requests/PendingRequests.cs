using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Requests;

/// <summary>Who waits for which id. All waiters fail when the connection ends.</summary>
internal sealed class PendingRequests
{
    // Two random numbers and a counter, like the web client's; random so that ids of two connections differ.
    private readonly string _prefix = string.Create(
        CultureInfo.InvariantCulture, $"{RandomNumberGenerator.GetInt32(1, 65536)}.{RandomNumberGenerator.GetInt32(1, 65536)}-");

    private readonly ConcurrentDictionary<string, Waiting> _waiting = new();
    private int _last;
    private Exception? _failure;

    /// <summary>When the oldest request that still waits was sent, in the clock's ticks.</summary>
    public long? OldestUnanswered
    {
        get
        {
            long? oldest = null;

            // Asked first, because going through even an empty dictionary allocates.
            if (!_waiting.IsEmpty)
            {
                foreach (var (_, waiting) in _waiting)
                {
                    oldest = oldest < waiting.Since ? oldest : waiting.Since;
                }
            }

            return oldest;
        }
    }

    public string NextId() => _prefix + Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);

    /// <summary>Runs <paramref name="send"/> and waits for the stanza that answers <paramref name="id"/>.</summary>
    public async Task<BinaryNode> AskAsync(
        string id, Func<ValueTask> send, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<BinaryNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_waiting.TryAdd(id, new Waiting(answer, time.GetTimestamp())))
        {
            throw new ArgumentException("A request with this id is already waiting for its answer.", nameof(id));
        }

        try
        {
            // The connection may have ended before this request was in the list: nobody else would tell it.
            if (Volatile.Read(ref _failure) is { } failure)
            {
                throw failure;
            }

            await send().ConfigureAwait(false);
            return await answer.Task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new RequestTimeoutException(timeout);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <summary>True when somebody waited for this stanza.</summary>
    public bool TryComplete(BinaryNode node) =>
        node.Tag is "iq" or "ack"
        && (node.Tag != "iq" || node["type"] is "result" or "error")
        && node["id"] is { } id
        && _waiting.TryRemove(id, out var waiting)
        && waiting.Answer.TrySetResult(node);

    /// <summary>Fails all who wait, and all who come later.</summary>
    public void FailAll(Exception error)
    {
        Volatile.Write(ref _failure, error);
        foreach (var id in _waiting.Keys)
        {
            if (_waiting.TryRemove(id, out var waiting))
            {
                waiting.Answer.TrySetException(error);
            }
        }
    }

    private readonly record struct Waiting(TaskCompletionSource<BinaryNode> Answer, long Since);
}

using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace WhatsAppKit.Core.Session.Events;

/// <summary>
/// A stream of events that its reader owns. It is bounded: a reader that falls too far behind sees its stream end with
/// <see cref="SubscriberLaggedException"/> instead of losing events unnoticed.
/// </summary>
public sealed class EventSubscription : IDisposable
{
    private readonly Channel<WhatsAppEvent> _events;
    private readonly int _backlog;
    private readonly Action<EventSubscription> _onDispose;
    private volatile TaskCompletionSource? _taken;
    private volatile bool _isLost;

    internal EventSubscription(int backlog, Action<EventSubscription> onDispose)
    {
        _backlog = backlog;
        _onDispose = onDispose;
        _events = Channel.CreateBounded<WhatsAppEvent>(new BoundedChannelOptions(backlog)
        {
            SingleReader = true,
            AllowSynchronousContinuations = false,
        });
    }

    /// <summary>The events since the subscription began, until it or the client is disposed.</summary>
    /// <exception cref="SubscriberLaggedException">The reader fell too far behind.</exception>
    public async IAsyncEnumerable<WhatsAppEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await _events.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_events.Reader.TryRead(out var happened))
            {
                _isLost = false;
                _taken?.TrySetResult();
                yield return happened;
            }
        }
    }

    /// <summary>Ends the stream.</summary>
    public void Dispose()
    {
        _events.Writer.TryComplete();
        _isLost = true;
        _taken?.TrySetResult();
        _onDispose(this);
    }

    /// <summary>Waits until at most that many events are unread; false when the reader took none for that long. For one waiter at a time.</summary>
    internal async Task<bool> WaitForRoomAsync(int most, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _taken = taken;
            if (_isLost || _events.Reader.Count <= most)
            {
                return true;
            }

            try
            {
                await taken.Task.WaitAsync(patience, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // Nobody waits for it once more before it reads again.
                _isLost = true;
                return false;
            }
        }
    }

    internal void Publish(WhatsAppEvent happened)
    {
        if (!_events.Writer.TryWrite(happened))
        {
            _events.Writer.TryComplete(new SubscriberLaggedException(_backlog));
            _isLost = true;
        }
    }
}

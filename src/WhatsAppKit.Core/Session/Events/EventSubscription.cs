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
    public IAsyncEnumerable<WhatsAppEvent> ReadAllAsync(CancellationToken cancellationToken = default) =>
        _events.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Ends the stream.</summary>
    public void Dispose()
    {
        _events.Writer.TryComplete();
        _onDispose(this);
    }

    internal void Publish(WhatsAppEvent happened)
    {
        if (!_events.Writer.TryWrite(happened))
        {
            _events.Writer.TryComplete(new SubscriberLaggedException(_backlog));
        }
    }
}

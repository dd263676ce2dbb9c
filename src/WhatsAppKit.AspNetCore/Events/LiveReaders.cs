using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Who follows the events of which subscription. A new event wakes the readers of its own subscription and nobody else's.</summary>
internal sealed class LiveReaders : IDisposable
{
    private readonly EventSignal _signal;
    private readonly int _max;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<LiveReader>> _open = [];

    public LiveReaders(EventSignal signal, IOptions<WhatsAppGatewayOptions> options)
    {
        _signal = signal;
        _max = options.Value.LiveEvents.MaxPerSubscription;
        _signal.Raised += OnRaised;
    }

    /// <summary>Adds a reader, until it is disposed of.</summary>
    /// <exception cref="GatewayException">The subscription has as many as it may have.</exception>
    public LiveReader Enter(string subscriptionId)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(subscriptionId, out var readers))
            {
                _open.Add(subscriptionId, readers = []);
            }

            if (readers.Count >= _max)
            {
                throw new GatewayException(
                    StatusCodes.Status429TooManyRequests, ProblemCodes.EventStreamLimit, $"The subscription has its {_max} streams of events open.");
            }

            var reader = new LiveReader(this, subscriptionId);
            readers.Add(reader);
            return reader;
        }
    }

    public void Leave(LiveReader reader)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(reader.SubscriptionId, out var readers) && readers.Remove(reader) && readers.Count == 0)
            {
                _open.Remove(reader.SubscriptionId);
            }
        }
    }

    public void Dispose() => _signal.Raised -= OnRaised;

    private void OnRaised(string subscriptionId)
    {
        lock (_lock)
        {
            foreach (var reader in _open.GetValueOrDefault(subscriptionId) ?? [])
            {
                reader.Wake();
            }
        }
    }
}

/// <summary>One who follows the events of a subscription.</summary>
internal sealed class LiveReader(LiveReaders readers, string subscriptionId) : IDisposable
{
    private volatile TaskCompletionSource _news = New();

    public string SubscriptionId => subscriptionId;

    /// <summary>Ends at the next news. Asked for before the store is read, it misses nothing.</summary>
    public Task Listen()
    {
        if (_news.Task.IsCompleted)
        {
            _news = New();
        }

        return _news.Task;
    }

    /// <summary>Returns at once, whatever the reader is doing.</summary>
    public void Wake() => _news.TrySetResult();

    public void Dispose() => readers.Leave(this);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

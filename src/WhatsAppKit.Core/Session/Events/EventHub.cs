namespace WhatsAppKit.Core.Session.Events;

/// <summary>Hands every event to every subscription; a slow reader costs the others nothing.</summary>
internal sealed class EventHub(int backlog)
{
    private EventSubscription[] _subscriptions = [];

    public EventSubscription Subscribe()
    {
        var subscription = new EventSubscription(backlog, Remove);
        Change(all => [.. all, subscription]);
        return subscription;
    }

    public void Publish(WhatsAppEvent happened)
    {
        foreach (var subscription in Volatile.Read(ref _subscriptions))
        {
            subscription.Publish(happened);
        }
    }

    /// <summary>
    /// Waits until no reader has more than some events before it. Where much is published at once this keeps readers from
    /// falling behind, and memory from holding what they have not read.
    /// </summary>
    /// <returns>False when a reader took nothing for that long.</returns>
    public async Task<bool> WaitForRoomAsync(int most, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var isKept = true;
        foreach (var subscription in Volatile.Read(ref _subscriptions))
        {
            isKept &= await subscription.WaitForRoomAsync(most, patience, time, cancellationToken).ConfigureAwait(false);
        }

        return isKept;
    }

    /// <summary>Ends every subscription, as the client that owns the hub ends.</summary>
    public void Complete()
    {
        foreach (var subscription in Volatile.Read(ref _subscriptions))
        {
            subscription.Dispose();
        }
    }

    private void Remove(EventSubscription subscription) => Change(all => Array.FindAll(all, other => other != subscription));

    private void Change(Func<EventSubscription[], EventSubscription[]> change)
    {
        EventSubscription[] before;
        do
        {
            before = Volatile.Read(ref _subscriptions);
        }
        while (Interlocked.CompareExchange(ref _subscriptions, change(before), before) != before);
    }
}

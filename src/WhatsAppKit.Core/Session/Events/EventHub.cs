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

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>
/// Tells those who read the events that there are new ones. It carries nothing: whoever was not listening, or is told twice, reads
/// on from where it stopped.
/// </summary>
internal sealed class EventSignal
{
    /// <summary>Called with the subscription, on the thread of who wrote the event: listeners return at once.</summary>
    public event Action<string>? Raised;

    public void Raise(string subscriptionId) => Raised?.Invoke(subscriptionId);
}

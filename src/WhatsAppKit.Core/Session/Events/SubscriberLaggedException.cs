namespace WhatsAppKit.Core.Session.Events;

/// <summary>A subscriber read its events too slowly; its stream has ended and it must subscribe anew.</summary>
public sealed class SubscriberLaggedException : WhatsAppException
{
    internal SubscriberLaggedException(int backlog)
        : base($"The subscriber fell more than {backlog} events behind.")
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}

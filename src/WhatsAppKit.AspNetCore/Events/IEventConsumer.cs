namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Reads all events in order, and needs those that it has not read yet: they are kept for it.</summary>
internal interface IEventConsumer
{
    /// <summary>The last event that it does not need any more; null before it has begun.</summary>
    long? Place { get; }
}

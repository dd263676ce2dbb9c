using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Webhooks;

/// <summary>
/// What is done with the events of a webhook, in the order in which it is said. An event is taken when all that is meant for it has run;
/// when one throws, those after it do not run, and the gateway sends the event again, to all.
/// </summary>
public sealed class WebhookHandlers
{
    private readonly List<Handler> _all = [];

    /// <summary>Reads an event for one handler; null when it is not meant for it.</summary>
    internal delegate Func<CancellationToken, Task>? Handler(GatewayEvent happened);

    /// <summary>Handles the events of one type.</summary>
    /// <typeparam name="TData">The record that <see cref="EventTypes"/> names for the type.</typeparam>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="handle">The handler; its token ends when the host stops.</param>
    /// <returns>The same, for the next.</returns>
    /// <exception cref="ArgumentException">Events of this type have other data.</exception>
    public WebhookHandlers On<TData>(string type, Func<GatewayEvent, TData, CancellationToken, Task> handle)
        where TData : class
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(handle);
        EventData.Require<TData>(type);
        _all.Add(happened =>
        {
            if (happened.Type != type)
            {
                return null;
            }

            var data = happened.ReadData<TData>();
            return cancellationToken => handle(happened, data, cancellationToken);
        });
        return this;
    }

    /// <summary>Handles every event, those of types that are not known too.</summary>
    /// <param name="handle">The handler; its token ends when the host stops.</param>
    /// <returns>The same, for the next.</returns>
    public WebhookHandlers OnAny(Func<GatewayEvent, CancellationToken, Task> handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        _all.Add(happened => cancellationToken => handle(happened, cancellationToken));
        return this;
    }

    /// <summary>What is to run for an event, its data read already: what cannot be read is found before anything has run.</summary>
    internal IReadOnlyList<Func<CancellationToken, Task>> For(GatewayEvent happened) =>
        [.. _all.Select(each => each(happened)).OfType<Func<CancellationToken, Task>>()];
}

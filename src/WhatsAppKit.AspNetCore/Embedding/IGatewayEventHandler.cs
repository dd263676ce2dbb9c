using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Embedding;

/// <summary>
/// Hears of what happens, in process: the same events that webhooks are told, from the same stored log. Add one with
/// <c>AddEventHandler</c>; each event has a scope of its own, so a handler may use the application's scoped services. Events are told one
/// after the other: whoever takes long delays those behind. What happens while the process is down is told after the next start; an event
/// may be told twice then, under the same id.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It handles events; no delegate of .NET events is meant.")]
public interface IGatewayEventHandler
{
    /// <summary>Takes one event. What it throws is logged, and keeps no other handler from the event.</summary>
    /// <param name="subscriptionId">The subscription it happened in.</param>
    /// <param name="happened">What happened; types that are not known are to be passed over, as more may come.</param>
    /// <param name="cancellationToken">The host is stopping: the event is told again.</param>
    Task HandleAsync(string subscriptionId, GatewayEvent happened, CancellationToken cancellationToken);
}

/// <summary>Reads what events tell.</summary>
public static class GatewayEventData
{
    /// <summary>The data of an event as the record that <see cref="EventTypes"/> names for its type.</summary>
    public static TData DataAs<TData>(this GatewayEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return happened.Data.Deserialize<TData>(JsonSerializerOptions.Web)!;
    }
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Client;

/// <summary>Reads what events tell.</summary>
public static class GatewayEventExtensions
{
    /// <summary>What an event tells, as the record that <see cref="EventTypes"/> names for its type.</summary>
    /// <typeparam name="TData">One of the records of <c>WhatsAppKit.Contracts.Events</c>, such as <see cref="MessageEventData"/>.</typeparam>
    /// <exception cref="NotSupportedException">It is none of those records.</exception>
    /// <exception cref="JsonException">The event tells something else.</exception>
    public static TData GetData<TData>(this GatewayEvent happened)
        where TData : class
    {
        ArgumentNullException.ThrowIfNull(happened);
        var type = GatewayJson.Default.GetTypeInfo(typeof(TData)) as JsonTypeInfo<TData>
            ?? throw new NotSupportedException($"{typeof(TData).Name} is not what an event tells.");
        return happened.Data.Deserialize(type) ?? throw new JsonException("The event tells nothing.");
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WhatsAppKit.Contracts.Events;

/// <summary>Reads what events tell.</summary>
public static class EventData
{
    // What they are made of can be read too, and is no event's data.
    private static readonly Type[] Records =
    [
        typeof(MessageEventData), typeof(MessageStatusData), typeof(MessageChangeData), typeof(ConnectionData), typeof(ActionData), typeof(PingData),
    ];

    private static readonly string[] Statuses =
    [
        EventTypes.MessageAccepted, EventTypes.MessageSent, EventTypes.MessageDelivered, EventTypes.MessageRead, EventTypes.MessagePlayed,
        EventTypes.MessageFailed,
    ];

    private static readonly string[] Changes =
    [
        EventTypes.MessageEdited, EventTypes.MessageDeleted, EventTypes.MessageReaction, EventTypes.MessageVote, EventTypes.MessageEventAnswer,
        EventTypes.MessagePinned, EventTypes.MessageKept,
    ];

    /// <summary>The data of an event as one of the records of <c>WhatsAppKit.Contracts.Events</c>.</summary>
    /// <typeparam name="TData">The record that <see cref="EventTypes"/> names for the event's type.</typeparam>
    /// <param name="happened">The event.</param>
    /// <exception cref="ArgumentException">No event has such data.</exception>
    /// <exception cref="JsonException">The event has other data.</exception>
    public static TData ReadData<TData>(this GatewayEvent happened)
        where TData : class
    {
        ArgumentNullException.ThrowIfNull(happened);
        var info = TypeInfo<TData>();
        return (happened.Data.ValueKind == JsonValueKind.Object ? happened.Data.Deserialize(info) : null) ?? throw new JsonException("The event has no data.");
    }

    /// <summary>Makes sure, before there is any event, that events of a type have the data that somebody means to read.</summary>
    /// <typeparam name="TData">The record.</typeparam>
    /// <param name="type">A type; one that is not known here may have any of the records.</param>
    /// <exception cref="ArgumentException">No event has such data, or this type has other data.</exception>
    public static void Require<TData>(string type)
        where TData : class
    {
        TypeInfo<TData>();
        if (RecordOf(type) is { } other && other != typeof(TData))
        {
            throw new ArgumentException($"The data of {type} is a {other.Name}, not a {typeof(TData).Name}.", nameof(type));
        }
    }

    /// <summary>The record that a known type of events has; null for a type that is not known here.</summary>
    private static Type? RecordOf(string type) =>
        type == EventTypes.MessageReceived ? typeof(MessageEventData)
        : Statuses.Contains(type) ? typeof(MessageStatusData)
        : Changes.Contains(type) ? typeof(MessageChangeData)
        : type == EventTypes.ConnectionChanged ? typeof(ConnectionData)
        : type is EventTypes.SystemAction or EventTypes.UserAction ? typeof(ActionData)
        : type == EventTypes.WebhookPing ? typeof(PingData)
        : null;

    private static JsonTypeInfo<TData> TypeInfo<TData>() =>
        Records.Contains(typeof(TData)) && EventDataJson.Default.GetTypeInfo(typeof(TData)) is JsonTypeInfo<TData> info
            ? info
            : throw new ArgumentException($"No event's data is a {typeof(TData).Name}.", nameof(TData));
}

/// <summary>The data of events, read by code that is generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(MessageEventData))]
[JsonSerializable(typeof(MessageStatusData))]
[JsonSerializable(typeof(MessageChangeData))]
[JsonSerializable(typeof(ConnectionData))]
[JsonSerializable(typeof(ActionData))]
[JsonSerializable(typeof(PingData))]
internal sealed partial class EventDataJson : JsonSerializerContext;

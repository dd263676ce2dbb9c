using System.Text.Json;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Writes events, each within the transaction of what it tells about, and reads them back.</summary>
internal sealed class EventLog(RecordSealer sealer, TimeProvider time)
{
    private const string RecordKind = "event";
    private const string IdPrefix = "evt_";

    /// <summary>Adds what happened at an instance to a context that is about to be saved.</summary>
    public void Append<TData>(GatewayDbContext context, InstanceRef instance, string type, TData data) =>
        Append(context, instance.SubscriptionId, instance.InstanceId, type, data);

    /// <summary>Adds what happened in a subscription.</summary>
    public void Append<TData>(GatewayDbContext context, string subscriptionId, string? instanceId, string type, TData data)
    {
        var id = IdPrefix + Ids.Create();
        context.Events.Add(new StoredEvent
        {
            Id = id,
            SubscriptionId = subscriptionId,
            InstanceId = instanceId,
            Type = type,
            At = StoredTime.Now(time),
            Data = sealer.Seal(subscriptionId, RecordKind, id, JsonSerializer.SerializeToUtf8Bytes(data, JsonSerializerOptions.Web)),
        });
    }

    public GatewayEvent Read(StoredEvent row)
    {
        using var data = JsonDocument.Parse(sealer.Open(row.SubscriptionId, RecordKind, row.Id, row.Data));
        return new GatewayEvent(row.Id, row.Type, row.At, row.InstanceId, data.RootElement.Clone());
    }
}

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
    /// <param name="context">The context.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="data">What the type tells.</param>
    /// <param name="isMetadataOnly">True to leave out what messages say.</param>
    public void Append<TData>(GatewayDbContext context, InstanceRef instance, string type, TData data, bool isMetadataOnly = false) =>
        Append(context, instance.SubscriptionId, instance.InstanceId, type, data, isMetadataOnly);

    /// <summary>Adds what happened in a subscription.</summary>
    public void Append<TData>(GatewayDbContext context, string subscriptionId, string? instanceId, string type, TData data, bool isMetadataOnly = false)
    {
        var id = IdPrefix + Ids.Create();
        context.Events.Add(new StoredEvent
        {
            Id = id,
            SubscriptionId = subscriptionId,
            InstanceId = instanceId,
            Type = type,
            At = StoredTime.Now(time),
            Data = Seal(subscriptionId, id, isMetadataOnly
                ? JsonSerializer.SerializeToUtf8Bytes(EventMetadata.Of(type, JsonSerializer.SerializeToElement(data, JsonSerializerOptions.Web)))
                : JsonSerializer.SerializeToUtf8Bytes(data, JsonSerializerOptions.Web)),
        });
    }

    /// <summary>Takes out of a row what messages say. It is the one change that an event knows.</summary>
    public void KeepMetadata(StoredEvent row)
    {
        if (EventMetadata.Has(row.Type))
        {
            row.Data = Seal(row.SubscriptionId, row.Id, JsonSerializer.SerializeToUtf8Bytes(EventMetadata.Of(Read(row)).Data));
        }
    }

    public GatewayEvent Read(StoredEvent row)
    {
        using var data = JsonDocument.Parse(sealer.Open(row.SubscriptionId, RecordKind, row.Id, row.Data));
        return new GatewayEvent(row.Id, row.Type, row.At, row.InstanceId, data.RootElement.Clone());
    }

    private byte[] Seal(string subscriptionId, string id, byte[] data) => sealer.Seal(subscriptionId, RecordKind, id, data);
}

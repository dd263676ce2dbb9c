using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Takes out of an event what a message says, and leaves who, when and what kind.</summary>
internal static class EventMetadata
{
    private const string Text = "text";
    private const string Content = "content";
    private const string Message = "message";

    public static GatewayEvent Of(GatewayEvent happened)
    {
        if (EventTypes.GroupOf(happened.Type) != Message || happened.Data.ValueKind != JsonValueKind.Object)
        {
            return happened;
        }

        var data = JsonObject.Create(happened.Data)!;

        // A text that is absent says nothing, and one that is null is a field that this type always has.
        data.Remove(Text);
        Clear(data, Content);
        if (data[Message] is JsonObject message)
        {
            Clear(message, Text);
        }

        return happened with { Data = JsonSerializer.SerializeToElement(data) };
    }

    private static void Clear(JsonObject data, string field)
    {
        if (data.ContainsKey(field))
        {
            data[field] = null;
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Takes out of an event what a message or an answer to it says, and leaves who, when and what kind.</summary>
internal static class EventMetadata
{
    private const string Text = "text";
    private const string Content = "content";
    private const string Message = "message";

    // What somebody answered; absent in types that do not have it.
    private static readonly string[] Answers = [Text, "emoji", "options", "answer", "extraGuests"];

    /// <summary>Whether events of a type say anything.</summary>
    public static bool Has(string type) => EventTypes.GroupOf(type) == Message;

    public static GatewayEvent Of(GatewayEvent happened) => Has(happened.Type) ? happened with { Data = Of(happened.Type, happened.Data) } : happened;

    public static JsonElement Of(string type, JsonElement told)
    {
        if (!Has(type) || told.ValueKind != JsonValueKind.Object)
        {
            return told;
        }

        // What is absent says nothing, and a field that is null is one that this type always has.
        var data = JsonObject.Create(told)!;
        foreach (var answer in Answers)
        {
            data.Remove(answer);
        }

        Clear(data, Content);
        if (data[Message] is JsonObject message)
        {
            Clear(message, Text);
        }

        return JsonSerializer.SerializeToElement(data);
    }

    private static void Clear(JsonObject data, string field)
    {
        if (data.ContainsKey(field))
        {
            data[field] = null;
        }
    }
}

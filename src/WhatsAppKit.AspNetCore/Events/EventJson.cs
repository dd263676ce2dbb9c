using System.Text.Json;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>An event as JSON, whatever the application has made of the settings of its own JSON.</summary>
internal static class EventJson
{
    public static JsonElement Of(GatewayEvent happened) => JsonSerializer.SerializeToElement(happened, JsonSerializerOptions.Web);
}

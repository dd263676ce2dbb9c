using System.Text.Json;
using System.Text.Json.Serialization;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>How requests and answers of operations travel to whoever runs the instance.</summary>
internal static class OperationJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JidConverter(), new JsonStringEnumConverter() } };

    private sealed class JidConverter : JsonConverter<Jid>
    {
        public override Jid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Jid.TryParse(reader.GetString(), out var jid) ? jid : throw new JsonException("The text is no address.");

        public override void Write(Utf8JsonWriter writer, Jid value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using WhatsAppKit.Core.AppState.Collections;

namespace WhatsAppKit.Core.AppState.Actions;

/// <summary>What a record is about: an array of texts in JSON, the first of which names the action.</summary>
internal static class ActionIndex
{
    // The bytes are what is authenticated: as few characters as possible are escaped, as other clients do.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ByteString Write(IReadOnlyList<string> index)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartArray();
            foreach (var part in index)
            {
                writer.WriteStringValue(part);
            }

            writer.WriteEndArray();
        }

        return ByteString.CopyFrom(buffer.WrittenSpan);
    }

    /// <summary>The texts; null when it is no such array.</summary>
    public static IReadOnlyList<string>? Read(ByteString index)
    {
        if (index.Length > AppStateLimits.MaxIndexLength)
        {
            return null;
        }

        try
        {
            return Read(new Utf8JsonReader(index.Span));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static List<string>? Read(Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        var parts = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String && parts.Count < AppStateLimits.MaxIndexParts)
        {
            parts.Add(reader.GetString()!);
        }

        return reader.TokenType == JsonTokenType.EndArray && parts.Count > 0 && !reader.Read() ? parts : null;
    }
}

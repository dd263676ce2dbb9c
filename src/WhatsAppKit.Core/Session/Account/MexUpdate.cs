using System.Text.Json;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Account;

/// <summary>An update in JSON, as the server sends them about accounts: an object of objects, each under the name of what changed.</summary>
internal static class MexUpdate
{
    private const int MaxLength = 65536;
    private const int MaxDepth = 16;

    /// <summary>The <c>data</c> of each update in a notification; updates that report errors have none.</summary>
    /// <exception cref="ProtocolException">An update is no JSON, or far too large.</exception>
    public static IEnumerable<JsonElement> DataOf(BinaryNode notification)
    {
        foreach (var update in notification.ChildrenOf("update"))
        {
            if (Parse(update.Bytes) is { ValueKind: JsonValueKind.Object } json
                && json.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object)
            {
                yield return data;
            }
        }
    }

    /// <summary>A number, which is written as one or as text; null when it is neither.</summary>
    public static long? Number(JsonElement from, string name) => from.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            JsonValueKind.String when long.TryParse(value.GetString(), out var number) => number,
            _ => null,
        }
        : null;

    public static DateTimeOffset? Time(JsonElement from, string name) =>
        UnixTime.FromSeconds(Number(from, name));

    public static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxLength)
        {
            throw new ProtocolException("An update in JSON is too long.");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new ProtocolException("An update is no JSON.", error);
        }
    }
}

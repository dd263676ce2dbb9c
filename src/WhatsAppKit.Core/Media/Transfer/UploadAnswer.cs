using System.Text.Json;
using WhatsAppKit.Core.Media.Hosts;

namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>Where the host put an uploaded file.</summary>
internal sealed record UploadAnswer(string? Url, string DirectPath, string? Handle)
{
    /// <summary>The longest answer that is read, in bytes.</summary>
    public const int MaxLength = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <summary>Reads the host's answer; null when it does not say where the file is.</summary>
    public static UploadAnswer? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var url = Text(document, "url");
            var path = Text(document, "direct_path") ?? MediaAddress.PathOf(url);
            return path is not null && MediaAddress.IsPath(path) ? new UploadAnswer(url, path, Text(document, "handle")) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.ValueKind == JsonValueKind.Object
        && document.RootElement.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

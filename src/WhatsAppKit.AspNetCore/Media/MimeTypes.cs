using Microsoft.Net.Http.Headers;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>MIME types come from strangers and go into headers; and some files tell for themselves what they are.</summary>
internal static class MimeTypes
{
    public const string Unknown = "application/octet-stream";

    /// <summary>How many bytes of a file <see cref="Sniff"/> looks at.</summary>
    public const int HeadLength = 16;

    private const int MaxLength = 100;

    /// <summary>The type when it is one; else <see cref="Unknown"/>.</summary>
    public static string Clean(string? type) => Parse(type) ?? Unknown;

    /// <summary>The type when it is one; else null.</summary>
    public static string? Parse(string? type) =>
        type is { Length: > 0 and <= MaxLength } && type.All(c => c is >= ' ' and < (char)127) && MediaTypeHeaderValue.TryParse(type, out var parsed)
            && parsed.Type.Length > 0 && parsed.SubType.Length > 0 && !parsed.MatchesAllTypes && !parsed.MatchesAllSubTypes
            ? parsed.ToString()
            : null;

    /// <summary>What a file is by its first bytes; null for what cannot be told by them.</summary>
    public static string? Sniff(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png"
        : head.StartsWith("GIF8"u8) ? "image/gif"
        : IsRiff(head, "WEBP"u8) ? "image/webp"
        : IsRiff(head, "WAVE"u8) ? "audio/wav"
        : head.StartsWith("OggS"u8) ? "audio/ogg"
        : head.StartsWith("%PDF-"u8) ? "application/pdf"
        : head.StartsWith("ID3"u8) ? "audio/mpeg"
        : head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) ? head[8..11].SequenceEqual("M4A"u8) ? "audio/mp4" : "video/mp4"
        : null;

    /// <summary>The first word of a type: <c>image</c> of <c>image/png</c>.</summary>
    public static string Family(string type) => type[..type.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>True for pictures, sound and video.</summary>
    public static bool IsMedia(string type) => Family(type) is "image" or "audio" or "video";

    private static bool IsRiff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> form) =>
        head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual(form);
}

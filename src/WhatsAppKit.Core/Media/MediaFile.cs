namespace WhatsAppKit.Core.Media;

/// <summary>Where an encrypted file lives, and how to open and check it: what a media message carries.</summary>
/// <remarks>A file of a channel is not encrypted: it has neither <see cref="MediaKey"/> nor <see cref="FileEncSha256"/>.</remarks>
public sealed record MediaFile
{
    /// <summary>The value of <see cref="Length"/> when a message does not say how long the file is.</summary>
    public const long UnknownLength = -1;

    /// <summary>What the file is.</summary>
    public required MediaKind Kind { get; init; }

    /// <summary>
    /// The file's address as the server or the message gave it. It is used only when <see cref="DirectPath"/> is empty, and only
    /// when its host belongs to the connection or to whatsapp.net.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>The path on any media host, query included; starts with one slash. Empty when only <see cref="Url"/> is known.</summary>
    public required string DirectPath { get; init; }

    /// <summary>The secret (32 bytes) that the file's keys are derived from; empty for a file that is not encrypted.</summary>
    public ReadOnlyMemory<byte> MediaKey { get; init; }

    /// <summary>SHA-256 of the file (32 bytes).</summary>
    public required ReadOnlyMemory<byte> FileSha256 { get; init; }

    /// <summary>SHA-256 of the encrypted file (32 bytes); empty for a file that is not encrypted.</summary>
    public ReadOnlyMemory<byte> FileEncSha256 { get; init; }

    /// <summary>The file's length in bytes before encryption, or <see cref="UnknownLength"/>.</summary>
    public required long Length { get; init; }

    /// <summary>When the key was made; null when that is not known.</summary>
    public DateTimeOffset? KeyTimestamp { get; init; }

    /// <summary>The MIME type; null when that is not known.</summary>
    public string? MimeType { get; init; }

    /// <summary>What a channel message must name the file by; null for other files.</summary>
    public string? Handle { get; init; }

    /// <summary>
    /// A MAC (10 bytes) for every 64 KiB, with which players and <see cref="MediaService.DownloadRangeAsync"/> check parts of a
    /// sound or a video; empty when there is none.
    /// </summary>
    public ReadOnlyMemory<byte> StreamingSidecar { get; init; }

    /// <summary>True when the file is stored encrypted.</summary>
    public bool IsEncrypted => !MediaKey.IsEmpty;

    /// <summary>The kind, length and type: neither keys nor addresses, which are as good as a key.</summary>
    public override string ToString() => $"{nameof(MediaFile)} {{ {Kind}, {Length} bytes, {MimeType ?? "unknown type"} }}";
}

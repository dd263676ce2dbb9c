namespace WhatsAppKit.Core.Media;

/// <summary>Makes the small picture that a message carries. There is none by default: it takes a decoder, which the host chooses.</summary>
public interface IThumbnailer
{
    /// <summary>Makes a JPEG thumbnail.</summary>
    /// <param name="content">The file; hostile when people send it in, so the decoder's limits matter.</param>
    /// <param name="kind">What the file is.</param>
    /// <param name="width">The wanted width in pixels; the height follows.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The thumbnail, or null when this file gets none.</returns>
    Task<Thumbnail?> CreateAsync(Stream content, MediaKind kind, int width, CancellationToken cancellationToken = default);
}

/// <summary>A small picture, and the size of the one it was made from.</summary>
/// <param name="Jpeg">The JPEG; a few kilobytes.</param>
/// <param name="OriginalWidth">The original's width in pixels.</param>
/// <param name="OriginalHeight">The original's height in pixels.</param>
public sealed record Thumbnail(ReadOnlyMemory<byte> Jpeg, int OriginalWidth, int OriginalHeight);

using SkiaSharp;
using WhatsAppKit.Core.Media;

namespace WhatsAppKit.AspNetCore.Media;

/// <summary>Makes thumbnails of pictures. What it cannot read, or what is too large to read safely, gets none.</summary>
public sealed class SkiaThumbnailer : IThumbnailer
{
    /// <summary>The most pixels a picture may have to get a thumbnail: a small file can claim to be huge.</summary>
    public const long MaxPixels = 50_000_000;

    /// <summary>The longest picture file, in bytes, that gets a thumbnail.</summary>
    public const long MaxLength = 32 * 1024 * 1024;

    // As official clients send it: small enough to travel inside the message.
    private const int Quality = 50;

    // A picture taller than that is squeezed: a thumbnail must stay small whatever its shape.
    private const int MaxAspect = 8;

    /// <inheritdoc/>
    public async Task<Thumbnail?> CreateAsync(Stream content, MediaKind kind, int width, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (kind is not (MediaKind.Image or MediaKind.Sticker or MediaKind.LinkThumbnail) || !content.CanSeek || content.Length - content.Position > MaxLength)
        {
            return null;
        }

        var bytes = new byte[content.Length - content.Position];
        await content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return Create(bytes, width);
    }

    private static Thumbnail? Create(byte[] bytes, int width)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.Info.Width < 1 || codec.Info.Height < 1 || (long)codec.Info.Width * codec.Info.Height > MaxPixels)
        {
            return null;
        }

        using var decoded = SKBitmap.Decode(codec, Smaller(codec, width));
        if (decoded is null)
        {
            return null;
        }

        var height = Math.Clamp((int)((long)width * codec.Info.Height / codec.Info.Width), 1, width * MaxAspect);
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        using var picture = SKImage.FromBitmap(decoded);

        // JPEG has no transparency: what shines through is white, as in a chat.
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.DrawImage(picture, SKRect.Create(width, height), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var drawn = surface.Snapshot();
        using var jpeg = drawn.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return new Thumbnail(jpeg.ToArray(), codec.Info.Width, codec.Info.Height);
    }

    /// <summary>The size to decode at: codecs that can, leave out what the thumbnail does not need.</summary>
    private static SKImageInfo Smaller(SKCodec codec, int width)
    {
        var size = codec.GetScaledDimensions(Math.Min(1f, 4f * width / codec.Info.Width));
        return new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
    }
}

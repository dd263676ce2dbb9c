using System.Buffers.Binary;
using SkiaSharp;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.Core.Media;

namespace WhatsAppKit.AspNetCore.Tests.Media;

public class SkiaThumbnailerTests
{
    private const int Width = 32;

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task A_picture_becomes_a_small_jpeg_of_its_shape(SKEncodedImageFormat format)
    {
        var thumbnail = await CreateAsync(Picture(640, 480, format));

        Assert.NotNull(thumbnail);
        Assert.Equal((640, 480), (thumbnail.OriginalWidth, thumbnail.OriginalHeight));
        Assert.True(thumbnail.Jpeg.Length is > 100 and < 4000, $"{thumbnail.Jpeg.Length} bytes");
        using var decoded = SKBitmap.Decode(thumbnail.Jpeg.ToArray());
        Assert.Equal((32, 24), (decoded.Width, decoded.Height));
        Assert.True(decoded.GetPixel(4, 12).Red > 200 && decoded.GetPixel(28, 12).Red < 60, "The left half is red, the right is not.");
    }

    [Fact]
    public async Task A_very_tall_picture_does_not_make_a_very_tall_thumbnail()
    {
        var thumbnail = await CreateAsync(Picture(10, 5000, SKEncodedImageFormat.Png));

        using var decoded = SKBitmap.Decode(thumbnail!.Jpeg.ToArray());
        Assert.Equal((32, 256), (decoded.Width, decoded.Height));
    }

    [Fact]
    public async Task What_is_transparent_becomes_white()
    {
        using var bitmap = new SKBitmap(64, 64);
        bitmap.Erase(SKColors.Transparent);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 90);

        var thumbnail = await CreateAsync(png.ToArray());

        using var decoded = SKBitmap.Decode(thumbnail!.Jpeg.ToArray());
        Assert.Equal(SKColors.White, decoded.GetPixel(16, 16));
    }

    [Fact]
    public async Task What_is_no_picture_claims_to_be_huge_or_cannot_be_read_twice_gets_none()
    {
        var huge = Picture(640, 480, SKEncodedImageFormat.Png);
        BinaryPrimitives.WriteInt32BigEndian(huge.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(huge.AsSpan(20), 60_000);
        BinaryPrimitives.WriteUInt32BigEndian(huge.AsSpan(29), System.IO.Hashing.Crc32.HashToUInt32(huge.AsSpan(12, 17)));

        Assert.Null(await CreateAsync(huge));
        Assert.Null(await CreateAsync([]));
        Assert.Null(await CreateAsync([.. Enumerable.Range(0, 5000).Select(i => (byte)i)]));
        Assert.Null(await new SkiaThumbnailer().CreateAsync(new MemoryStream(Picture(64, 48, SKEncodedImageFormat.Png)), MediaKind.Document, Width));
        await using var once = new BufferedStream(new System.IO.Pipelines.Pipe().Reader.AsStream());
        Assert.Null(await new SkiaThumbnailer().CreateAsync(once, MediaKind.Image, Width));
    }

    [Fact]
    public async Task Damaged_pictures_get_a_thumbnail_or_none_and_never_an_error()
    {
        var random = new Random(20261124);
        foreach (var format in new[] { SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp })
        {
            var picture = Picture(64, 48, format);
            for (var i = 0; i < 1000; i++)
            {
                var damaged = picture[..random.Next(1, picture.Length + 1)];
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                await CreateAsync(damaged);
            }
        }
    }

    private static Task<Thumbnail?> CreateAsync(byte[] content) => new SkiaThumbnailer().CreateAsync(new MemoryStream(content), MediaKind.Image, Width);

    private static byte[] Picture(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Navy);
        using var red = new SKPaint { Color = SKColors.Red };
        canvas.DrawRect(0, 0, width / 2f, height, red);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }
}

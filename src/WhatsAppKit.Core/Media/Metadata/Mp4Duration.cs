using System.Buffers.Binary;

namespace WhatsAppKit.Core.Media.Metadata;

/// <summary>MP4 (ISO/IEC 14496-12): the box <c>mvhd</c> in the box <c>moov</c> has the duration and its unit.</summary>
internal static class Mp4Duration
{
    private const int MaxBoxes = 1000;
    private const int BoxHeader = 8;
    private const int LargeBoxHeader = 16;

    /// <summary>The duration in seconds; null when this is something else.</summary>
    public static async ValueTask<double?> ReadAsync(HeaderSource source, CancellationToken cancellationToken)
    {
        var first = await source.ReadAsync(4, 4, cancellationToken).ConfigureAwait(false);
        return first.AsSpan().SequenceEqual("ftyp"u8)
            && await FindAsync(source, 0, source.Length, "moov", cancellationToken).ConfigureAwait(false) is var (start, end)
            && await FindAsync(source, start, end, "mvhd", cancellationToken).ConfigureAwait(false) is var (header, _)
                ? Duration(await source.ReadAsync(header, 32, cancellationToken).ConfigureAwait(false))
                : null;
    }

    /// <summary>Where the content of the first box of that type lies; null when there is none, or the boxes are broken.</summary>
    private static async ValueTask<(long Start, long End)?> FindAsync(
        HeaderSource source, long at, long end, string type, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxBoxes && at < end; i++)
        {
            var header = await source.ReadAsync(at, LargeBoxHeader, cancellationToken).ConfigureAwait(false);
            if (Size(header, end - at) is not var (headerLength, size) || size < headerLength || size > end - at)
            {
                return null;
            }

            if (System.Text.Encoding.ASCII.GetString(header, 4, 4) == type)
            {
                return (at + headerLength, at + size);
            }

            at += size;
        }

        return null;
    }

    private static (int HeaderLength, long Size)? Size(ReadOnlySpan<byte> header, long rest)
    {
        if (header.Length < BoxHeader)
        {
            return null;
        }

        return BinaryPrimitives.ReadUInt32BigEndian(header) switch
        {
            0 => (BoxHeader, rest),
            1 when header.Length == LargeBoxHeader => (LargeBoxHeader, BinaryPrimitives.ReadInt64BigEndian(header[BoxHeader..])),
            1 => null,
            var size => (BoxHeader, size),
        };
    }

    private static double? Duration(ReadOnlySpan<byte> header)
    {
        if (header.Length < 20)
        {
            return null;
        }

        var (scale, duration) = header[0] switch
        {
            0 => (BinaryPrimitives.ReadUInt32BigEndian(header[12..]), BinaryPrimitives.ReadUInt32BigEndian(header[16..]) is var d && d == uint.MaxValue ? ulong.MaxValue : d),
            1 when header.Length >= 32 => (BinaryPrimitives.ReadUInt32BigEndian(header[20..]), BinaryPrimitives.ReadUInt64BigEndian(header[24..])),
            _ => (0u, 0ul),
        };

        // All bits set: not known.
        return scale > 0 && duration != ulong.MaxValue ? (double)duration / scale : null;
    }
}

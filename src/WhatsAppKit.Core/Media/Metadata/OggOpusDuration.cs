using System.Buffers.Binary;

namespace WhatsAppKit.Core.Media.Metadata;

/// <summary>Ogg (RFC 3533) with Opus (RFC 7845): the last page tells the position of its end, in samples of 48 kHz.</summary>
internal static class OggOpusDuration
{
    private const int PageHeader = 27;
    private const int MaxPage = PageHeader + 255 + (255 * 255);
    private const int HeadLength = 19;
    private const int GranuleAt = 6;
    private const int SerialAt = 14;
    private const double SampleRate = 48000;

    private static ReadOnlySpan<byte> Capture => "OggS\0"u8;

    /// <summary>The duration in seconds; null when this is something else.</summary>
    public static async ValueTask<double?> ReadAsync(HeaderSource source, CancellationToken cancellationToken)
    {
        var first = await source.ReadAsync(0, PageHeader + 255 + HeadLength, cancellationToken).ConfigureAwait(false);
        if (PreSkip(first) is not { } preSkip)
        {
            return null;
        }

        // The last page begins no further from the end than a page can be long.
        var tail = await source.ReadAsync(Math.Max(source.Length - MaxPage, 0), MaxPage, cancellationToken).ConfigureAwait(false);
        return LastGranule(tail, first.AsSpan(SerialAt, 4)) is { } granule && granule >= preSkip ? (granule - preSkip) / SampleRate : null;
    }

    private static int? PreSkip(ReadOnlySpan<byte> page)
    {
        if (page.Length < PageHeader || !page.StartsWith(Capture))
        {
            return null;
        }

        var packet = page[Math.Min(PageHeader + page[PageHeader - 1], page.Length)..];
        return packet.Length >= HeadLength && packet.StartsWith("OpusHead"u8) ? BinaryPrimitives.ReadUInt16LittleEndian(packet[10..]) : null;
    }

    private static long? LastGranule(ReadOnlySpan<byte> tail, ReadOnlySpan<byte> serial)
    {
        while (tail.LastIndexOf(Capture) is >= 0 and var at)
        {
            var page = tail[at..];
            if (page.Length >= PageHeader
                && page.Slice(SerialAt, 4).SequenceEqual(serial)
                && BinaryPrimitives.ReadInt64LittleEndian(page[GranuleAt..]) is >= 0 and var granule)
            {
                return granule;
            }

            // Content that looks like a page, a page of another stream, or one on which no packet ends.
            tail = tail[..at];
        }

        return null;
    }
}

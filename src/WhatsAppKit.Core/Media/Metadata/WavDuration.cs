using System.Buffers.Binary;

namespace WhatsAppKit.Core.Media.Metadata;

/// <summary>WAV: a RIFF file whose format chunk has the bytes for each second, and whose data chunk has their number.</summary>
internal static class WavDuration
{
    private const int MaxChunks = 64;
    private const int ChunkHeader = 8;
    private const int ByteRateAt = 8;

    /// <summary>The duration in seconds; null when this is something else.</summary>
    public static async ValueTask<double?> ReadAsync(HeaderSource source, CancellationToken cancellationToken)
    {
        var riff = await source.ReadAsync(0, 12, cancellationToken).ConfigureAwait(false);
        if (!riff.AsSpan().StartsWith("RIFF"u8) || !riff.AsSpan().EndsWith("WAVE"u8))
        {
            return null;
        }

        uint byteRate = 0;
        long at = 12;
        for (var i = 0; i < MaxChunks; i++)
        {
            var chunk = await source.ReadAsync(at, ChunkHeader + 16, cancellationToken).ConfigureAwait(false);
            if (chunk.Length < ChunkHeader)
            {
                return null;
            }

            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(4));
            if (chunk.AsSpan().StartsWith("data"u8))
            {
                // A recorder that cannot go back writes the largest number there: the file's own length is the truth.
                var length = Math.Min(size, source.Length - at - ChunkHeader);
                return byteRate > 0 ? (double)length / byteRate : null;
            }

            if (chunk.AsSpan().StartsWith("fmt "u8) && chunk.Length == ChunkHeader + 16)
            {
                byteRate = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(ChunkHeader + ByteRateAt));
            }

            // Chunks begin at even places.
            at += ChunkHeader + size + (size % 2);
        }

        return null;
    }
}

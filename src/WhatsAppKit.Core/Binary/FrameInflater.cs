using System.Buffers;
using System.IO.Compression;

namespace WhatsAppKit.Core.Binary;

/// <summary>Inflates a compressed frame (RFC 1950) without letting a small one become a large amount of memory.</summary>
internal static class FrameInflater
{
    /// <summary>The largest inflated frame: as much as an uncompressed one may hold.</summary>
    public const int MaxInflated = 16 * 1024 * 1024;

    private const int MaxRatio = 200;
    private const int RatioFrom = 1024 * 1024;

    public static Inflated Inflate(ReadOnlySpan<byte> compressed)
    {
        var limit = Math.Min(MaxInflated, Math.Max(RatioFrom, (long)compressed.Length * MaxRatio));
        var source = ArrayPool<byte>.Shared.Rent(Math.Max(1, compressed.Length));
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Clamp(compressed.Length * 4, 1024, RatioFrom));
        try
        {
            compressed.CopyTo(source);
            using var zlib = new ZLibStream(new MemoryStream(source, 0, compressed.Length, writable: false), CompressionMode.Decompress);
            var length = 0;
            while (true)
            {
                if (length == buffer.Length)
                {
                    Grow(ref buffer, length);
                }

                var read = zlib.Read(buffer, length, buffer.Length - length);
                if (read == 0)
                {
                    return new Inflated(buffer, length);
                }

                length += read;
                if (length > limit)
                {
                    throw new BinaryNodeException($"A compressed frame inflates beyond {limit} bytes.");
                }
            }
        }
        catch (Exception error)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (error is InvalidDataException or IOException)
            {
                throw new BinaryNodeException("A compressed frame is damaged.", error);
            }

            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(source);
        }
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    /// <summary>A pooled buffer with the inflated bytes.</summary>
    internal readonly struct Inflated(byte[] buffer, int length) : IDisposable
    {
        public ReadOnlySpan<byte> Span => buffer.AsSpan(0, length);

        public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
    }
}

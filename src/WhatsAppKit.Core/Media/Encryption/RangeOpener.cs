using System.Buffers;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Media.Encryption;

/// <summary>Decrypts a fetched part of a file, checks it where there is a sidecar, and writes the wanted bytes.</summary>
internal static class RangeOpener
{
    public static async Task WriteAsync(
        TemporaryFile fetched, RangePlan plan, MediaKeys keys, ReadOnlyMemory<byte> sidecar, Stream destination, CancellationToken cancellationToken)
    {
        var stored = ArrayPool<byte>.Shared.Rent(StreamingSidecar.PieceLength);
        var plain = ArrayPool<byte>.Shared.Rent(StreamingSidecar.PieceLength);
        var previous = new byte[AesCbc.BlockLength];
        try
        {
            var lead = await LeadAsync(fetched, plan, keys, previous, cancellationToken).ConfigureAwait(false);
            using var cipher = new AesCbcChain(keys.CipherKey, previous);
            for (var at = plan.Blocks; at < plan.End && at - plan.Blocks + lead < fetched.Length;)
            {
                var offset = at - plan.Blocks + lead;
                var piece = stored.AsMemory(0, (int)Math.Min(StreamingSidecar.PieceLength, fetched.Length - offset));
                await fetched.ReadExactlyAsync(offset, piece, cancellationToken).ConfigureAwait(false);
                if (!sidecar.IsEmpty)
                {
                    StreamingSidecar.Check(sidecar.Span, at / StreamingSidecar.PieceLength, keys, previous, piece.Span);
                }

                // A rest that is no block is the start of the file's MAC.
                var blocks = piece[..(piece.Length - (piece.Length % AesCbc.BlockLength))];
                cipher.Decrypt(blocks.Span, plain);
                if (blocks.Length > 0)
                {
                    blocks[^AesCbc.BlockLength..].CopyTo(previous);
                }

                await destination.WriteAsync(Wanted(plain, at, blocks.Length, plan), cancellationToken).ConfigureAwait(false);
                at += piece.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
            ArrayPool<byte>.Shared.Return(plain, clearArray: true);
        }
    }

    private static async ValueTask<long> LeadAsync(
        TemporaryFile fetched, RangePlan plan, MediaKeys keys, byte[] previous, CancellationToken cancellationToken)
    {
        var lead = plan.Blocks - plan.From;
        if (lead == 0)
        {
            keys.Iv.CopyTo(previous);
        }
        else if (fetched.Length >= lead)
        {
            await fetched.ReadExactlyAsync(0, previous, cancellationToken).ConfigureAwait(false);
        }

        return lead;
    }

    private static ReadOnlyMemory<byte> Wanted(byte[] plain, long at, int length, RangePlan plan)
    {
        var from = (int)Math.Clamp(plan.Start - at, 0, length);
        var to = (int)Math.Clamp(plan.End - at, from, length);
        return plain.AsMemory(from, to - from);
    }
}

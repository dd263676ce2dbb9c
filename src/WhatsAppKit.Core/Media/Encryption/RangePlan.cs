using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Media.Encryption;

/// <summary>Which bytes of the stored file open which bytes of the file.</summary>
/// <param name="Start">The first wanted byte of the file.</param>
/// <param name="End">The byte after the last wanted one.</param>
/// <param name="From">The first byte to fetch.</param>
/// <param name="To">The last byte to fetch; the stored file may end before it.</param>
/// <param name="Blocks">Where the blocks to decrypt begin. The block before them is fetched too: it is their IV.</param>
internal sealed record RangePlan(long Start, long End, long From, long To, long Blocks)
{
    /// <summary>For a file that is not encrypted.</summary>
    public static RangePlan Plain(long start, long end) => new(start, end, start, end - 1, start);

    /// <summary>As few blocks as possible.</summary>
    public static RangePlan Shortest(long start, long end)
    {
        var blocks = start - (start % AesCbc.BlockLength);
        return new RangePlan(start, end, Lead(blocks), end - (end % AesCbc.BlockLength) + AesCbc.BlockLength, blocks);
    }

    /// <summary>Whole pieces of a sidecar, so that each can be checked.</summary>
    public static RangePlan Pieces(long start, long end, long encryptedLength)
    {
        var blocks = start - (start % StreamingSidecar.PieceLength);
        var pieces = (end + StreamingSidecar.PieceLength - 1) / StreamingSidecar.PieceLength;
        return new RangePlan(start, end, Lead(blocks), Math.Min(pieces * StreamingSidecar.PieceLength, encryptedLength) - 1, blocks);
    }

    private static long Lead(long blocks) => Math.Max(blocks - AesCbc.BlockLength, 0);
}

using System.IO.Compression;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.History;

/// <summary>
/// A packed part of the history. It is unpacked twice: what messages are read with, such as who belongs to which LID, stands
/// behind them.
/// </summary>
/// <param name="packed">The part, as zlib; it can seek.</param>
/// <param name="options">The limits.</param>
internal sealed class HistoryPart(Stream packed, HistoryOptions options) : IAsyncDisposable
{
    /// <summary>Reads everything but messages.</summary>
    public Task ReadOverviewAsync(Func<OverviewItem, ValueTask> take, CancellationToken cancellationToken) =>
        UnpackAsync(reader => new OverviewReader(reader).ReadAsync(take, cancellationToken), cancellationToken);

    /// <summary>Reads messages, and tells how many were passed over.</summary>
    public async Task<int> ReadMessagesAsync(Func<MessageItem, ValueTask> take, CancellationToken cancellationToken)
    {
        var passedOver = 0;
        await UnpackAsync(
            async reader => passedOver = await new MessageItemReader(reader, options).ReadAsync(take, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return passedOver;
    }

    public ValueTask DisposeAsync() => packed.DisposeAsync();

    private async Task UnpackAsync(Func<FieldReader, Task> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        packed.Position = 0;
        try
        {
            var unpacked = new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true);
            await using (unpacked.ConfigureAwait(false))
            {
                using var reader = new FieldReader(unpacked, options.MaxInflatedBytes);
                await read(reader).ConfigureAwait(false);
            }
        }
        catch (InvalidDataException error)
        {
            throw new ProtocolException("A part of the history does not unpack.", error);
        }
    }
}

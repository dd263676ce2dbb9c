namespace WhatsAppKit.Core.History;

/// <summary>How much of the phone's history a device takes, and what it takes at once.</summary>
public sealed record HistoryOptions
{
    /// <summary>False to confirm parts of the history without reading them. Default: true.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>
    /// True to ask for everything the phone has instead of the last months. It is asked for while pairing; later only
    /// <see cref="HistoryService.RequestFullAsync"/> helps. Default: false.
    /// </summary>
    public bool RequiresFullHistory { get; init; }

    /// <summary>Messages older than this are neither asked for nor raised; null for no limit, which is the default.</summary>
    public TimeSpan? Depth { get; init; }

    /// <summary>The most messages taken of one chat in one part, the newest first. Default: 10,000.</summary>
    public int MaxMessagesPerChat { get; init; } = 10_000;

    /// <summary>The largest part, in bytes as it is stored on the media host. Default: 256 MiB.</summary>
    public long MaxCompressedBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>The largest part, in bytes after it is unpacked; it is never held in memory. Default: 1 GiB.</summary>
    public long MaxInflatedBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>The largest message taken, in bytes; larger ones are passed over. Default: 1 MiB.</summary>
    public int MaxMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>The most messages in one <see cref="HistoryReceived"/> event. Default: 250.</summary>
    public int BatchSize { get; init; } = 250;

    /// <summary>How long to wait for the phone's answer to a request. Default: 60 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long the reading of a part waits for readers of events that are behind, before it goes on without them.
    /// Default: 10 seconds.
    /// </summary>
    public TimeSpan ReaderPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What limits how many parts are read at the same time; one device never reads two. Default: <see cref="HistoryGate.Shared"/>.</summary>
    public HistoryGate Gate { get; init; } = HistoryGate.Shared;
}

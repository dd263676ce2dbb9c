using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Where a feed's events go.</summary>
internal interface ILiveSink
{
    /// <summary>Returns once the other side has taken it, or what is between them has.</summary>
    Task WriteAsync(GatewayEvent happened, CancellationToken cancellationToken);

    /// <summary>Shows that the stream is alive.</summary>
    Task HeartbeatAsync(CancellationToken cancellationToken);

    /// <summary>Ends the connection at once.</summary>
    void Cut();
}

/// <summary>A reader did not take an event in time.</summary>
internal sealed class SlowReaderException() : Exception("The reader was too slow.");

/// <summary>
/// Reads on in the store for one reader and hands it what it wants, as fast as it takes it. Nothing is kept for a reader in memory but the
/// page it is at: however far behind it is, others do not feel it.
/// </summary>
internal sealed class LiveFeed(EventPages pages, LiveReader reader, LiveCredential credential, ILiveSink sink, LiveEventOptions options, TimeProvider time) : IDisposable
{
    private const int PageSize = 100;

    private volatile Wish? _wish;
    private long _toldAt = time.GetTimestamp();

    public string SubscriptionId => reader.SubscriptionId;

    /// <summary>Tells from now on what a view shows after a place, in place of what was told before.</summary>
    public void Follow(EventView view, long after)
    {
        _wish = new Wish(view) { Place = after };
        reader.Wake();
    }

    /// <summary>Returns when the credential holds no longer.</summary>
    /// <exception cref="SlowReaderException">The reader did not keep up.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await credential.HoldsAsync(cancellationToken).ConfigureAwait(false))
        {
            var news = reader.Listen();
            var hasMore = _wish is { } wish && await TellAsync(wish, cancellationToken).ConfigureAwait(false);
            if (!hasMore)
            {
                await WaitAsync(news, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Cut() => sink.Cut();

    public void Dispose() => reader.Dispose();

    /// <summary>Tells a page, and returns whether to read on at once.</summary>
    private async Task<bool> TellAsync(Wish wish, CancellationToken cancellationToken)
    {
        var page = await pages.NextAsync(wish.View, wish.Place, PageSize, cancellationToken).ConfigureAwait(false);
        foreach (var row in page)
        {
            if (_wish != wish || !await credential.HoldsAsync(cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            await TellAsync(wish.View, row, cancellationToken).ConfigureAwait(false);
            wish.Place = row.Sequence;
        }

        return page.Count == PageSize;
    }

    private async Task TellAsync(EventView view, StoredEvent row, CancellationToken cancellationToken)
    {
        if (view.Takes(row.Type))
        {
            var happened = pages.Open(view, row);
            await InTimeAsync(token => sink.WriteAsync(happened, token), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for news, and reads on now and then without any: a node may not hear of what another one wrote.</summary>
    private async Task WaitAsync(Task news, CancellationToken cancellationToken)
    {
        var quiet = options.Heartbeat - time.GetElapsedTime(_toldAt);
        if (quiet <= TimeSpan.Zero)
        {
            await InTimeAsync(sink.HeartbeatAsync, cancellationToken).ConfigureAwait(false);
            return;
        }

        var left = credential.Left < quiet ? credential.Left : quiet;
        if (left > TimeSpan.Zero)
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(news, Task.Delay(left, time, ends.Token)).ConfigureAwait(false);
            await ends.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task InTimeAsync(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.WriteTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await write(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SlowReaderException();
        }

        cancellationToken.ThrowIfCancellationRequested();

        // Who is cut by the connection itself is told of no error.
        if (limit.IsCancellationRequested)
        {
            throw new SlowReaderException();
        }

        _toldAt = time.GetTimestamp();
    }

    /// <summary>What is told, and how far it has come.</summary>
    private sealed class Wish(EventView view)
    {
        public EventView View => view;

        public long Place { get; set; }
    }
}

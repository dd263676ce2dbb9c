using System.Security.Claims;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Opens feeds of events, and runs each until its reader leaves, is cut or may read no longer, or the host stops.</summary>
internal sealed class LiveEvents(
    EventPages pages,
    LiveReaders readers,
    Credentials credentials,
    IOptions<WhatsAppGatewayOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<LiveEvents> logger)
{
    /// <summary>Makes a feed for a caller; it tells nothing yet.</summary>
    /// <exception cref="GatewayException">The subscription has too many.</exception>
    public LiveFeed Open(ClaimsPrincipal user, bool hasContent, ILiveSink sink)
    {
        var settings = options.Value.LiveEvents;
        var caller = TenantContext.IdentityOf(user) ?? throw new InvalidOperationException("The request is not authenticated.");
        var credential = new LiveCredential(credentials, caller, hasContent, settings.CheckEvery, time);
        return new LiveFeed(pages, readers.Enter(TenantContext.Of(user).SubscriptionId), credential, sink, settings, time);
    }

    public async Task RunAsync(LiveFeed feed, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await feed.RunAsync(ends.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The reader has gone, or the host stops.
        }
        catch (SlowReaderException)
        {
            EventsLog.ReaderCut(logger, feed.SubscriptionId);
            feed.Cut();
        }
        catch (Exception error)
        {
            EventsLog.FeedFailed(logger, feed.SubscriptionId, error);
            feed.Cut();
        }
    }
}

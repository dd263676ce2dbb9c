using Microsoft.AspNetCore.Http;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;

namespace WhatsAppKit.AspNetCore.RateLimiting;

/// <summary>Counts in the host's store. While that fails each process counts for itself: nobody is locked out, and nothing is unlimited.</summary>
internal sealed class RateCounts(IRateLimitStore store, MemoryRateLimitStore own, GatewayLogs logs)
{
    public async ValueTask<RateLimitCount> TakeAsync(RateLimited counted, CancellationToken cancellationToken)
    {
        try
        {
            return await store.TakeAsync(counted, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            HostingLog.LimitStoreFailed(logs.Error, counted.Policy, error);
            return await own.TakeAsync(counted, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Counts one more, where no room is a refusal.</summary>
    /// <exception cref="GatewayException">429 with this code, and when the window ends.</exception>
    public async Task RequireAsync(RateLimited counted, string code, string detail, CancellationToken cancellationToken)
    {
        var count = await TakeAsync(counted, cancellationToken).ConfigureAwait(false);
        if (!count.IsTaken)
        {
            throw new GatewayException(StatusCodes.Status429TooManyRequests, code, detail)
            {
                RetryAfter = count.Ends,
            };
        }
    }
}

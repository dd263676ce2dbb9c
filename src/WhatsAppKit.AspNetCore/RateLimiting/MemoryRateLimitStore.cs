using System.Threading.RateLimiting;

namespace WhatsAppKit.AspNetCore.RateLimiting;

/// <summary>Counts in this process, over the framework's partitioned limiter.</summary>
internal sealed class MemoryRateLimitStore(TimeProvider time) : IRateLimitStore, IDisposable
{
    private readonly PartitionedRateLimiter<RateLimited> _limiter = PartitionedRateLimiter.Create<RateLimited, RateLimited>(
        counted => RateLimitPartition.Get(counted, key => new WindowLimiter(key.Limit, key.Window, time)));

    public ValueTask<RateLimitCount> TakeAsync(RateLimited counted, CancellationToken cancellationToken)
    {
        using var lease = (WindowLease)_limiter.AttemptAcquire(counted);
        return new(new RateLimitCount(lease.IsAcquired, lease.Left, lease.Ends));
    }

    public void Dispose() => _limiter.Dispose();
}

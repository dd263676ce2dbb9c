using System.Threading.RateLimiting;

namespace WhatsAppKit.AspNetCore.RateLimiting;

/// <summary>So many permits in a fixed window, which begins with its first. Unlike the framework's it follows the gateway's clock.</summary>
internal sealed class WindowLimiter(int limit, TimeSpan window, TimeProvider time) : RateLimiter
{
    private readonly Lock _lock = new();
    private DateTimeOffset _ends = DateTimeOffset.MinValue;
    private int _left;

    /// <summary>Null while a window is open: to forget it would give its permits back.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_lock)
            {
                var idle = time.GetUtcNow() - _ends;
                return idle < TimeSpan.Zero ? null : idle;
            }
        }
    }

    public override RateLimiterStatistics? GetStatistics()
    {
        lock (_lock)
        {
            return new RateLimiterStatistics { CurrentAvailablePermits = time.GetUtcNow() < _ends ? _left : limit };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now >= _ends)
            {
                (_ends, _left) = (now + window, limit);
            }

            var isAcquired = _left >= permitCount;
            _left -= isAcquired ? permitCount : 0;
            return new WindowLease(isAcquired, limit, _left, _ends - now);
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AttemptAcquireCore(permitCount));
}

/// <summary>One answer of a window.</summary>
internal sealed class WindowLease(bool isAcquired, int limit, int left, TimeSpan ends) : RateLimitLease
{
    public override bool IsAcquired => isAcquired;

    public int Limit => limit;

    public int Left => left;

    /// <summary>How long until the window ends.</summary>
    public TimeSpan Ends => ends;

    public override IEnumerable<string> MetadataNames => [MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? ends : null;
        return metadata is not null;
    }
}

namespace WhatsAppKit.AspNetCore.RateLimiting;

/// <summary>
/// Where the gateway counts what is limited. The one that comes with it counts in this process; a host of many processes registers its
/// own, so that all of them count together: <c>services.AddSingleton&lt;IRateLimitStore, MyStore&gt;()</c>. When a store throws, the
/// failure is logged and the request is counted in the process instead.
/// </summary>
public interface IRateLimitStore
{
    /// <summary>
    /// Counts one more, if the window has room for it. Two callers at the same time must never both get the last place.
    /// </summary>
    /// <param name="counted">What is counted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<RateLimitCount> TakeAsync(RateLimited counted, CancellationToken cancellationToken);
}

/// <summary>What is counted together.</summary>
/// <param name="Policy">The limit: <c>address</c>, <c>auth</c>, <c>key</c>, <c>new-chats</c> or <c>pairing-codes</c>.</param>
/// <param name="Subject">Whose: an address, the id of a key or of an instance, a hash. It is no secret.</param>
/// <param name="Limit">How many a window allows; another limit begins a count of its own.</param>
/// <param name="Window">How long a window is; it begins with the first that is counted.</param>
public sealed record RateLimited(string Policy, string Subject, int Limit, TimeSpan Window);

/// <summary>Where a count stands.</summary>
/// <param name="IsTaken">True when there was room.</param>
/// <param name="Left">How many more the window allows.</param>
/// <param name="Ends">How long until the window ends.</param>
public readonly record struct RateLimitCount(bool IsTaken, int Left, TimeSpan Ends);

using WhatsAppKit.Contracts.Audit;

namespace WhatsAppKit.Client.Audit;

/// <summary>What happened in a subscription. For administrators.</summary>
public interface IAuditClient
{
    /// <summary>A page of entries, latest first.</summary>
    /// <param name="filter">Which entries; null means all.</param>
    /// <param name="limit">How many, 1 to 100. Default: 50.</param>
    /// <param name="cursor">The <c>NextCursor</c> of the page before.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<AuditPage> ListAsync(AuditFilter? filter = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default);
}

/// <summary>Which entries of the audit; what is null does not matter.</summary>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="ActorId">The user who did it.</param>
/// <param name="TargetId">What it was done to.</param>
/// <param name="From">Not before.</param>
/// <param name="To">Before.</param>
public sealed record AuditFilter(
    string? Action = null, string? ActorId = null, string? TargetId = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

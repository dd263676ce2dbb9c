using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Audit;

namespace WhatsAppKit.Client.Audit;

/// <summary>What happened in the subscription: who did what, when and from where.</summary>
public interface IAuditClient
{
    /// <summary>List audit. For administrators.</summary>
    [Get(Routes.Audit)]
    Task<AuditPage> ListAsync(
        int? limit = null,
        string? cursor = null,
        string? action = null,
        string? actorId = null,
        string? targetId = null,
        [AliasAs("from")][Query(Format = "O")] DateTimeOffset? since = null,
        [AliasAs("to")][Query(Format = "O")] DateTimeOffset? until = null,
        CancellationToken cancellationToken = default);
}

using System.Globalization;
using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts.Audit;

namespace WhatsAppKit.Client.Audit;

internal sealed class AuditClient(IManagementApi api, string token) : IAuditClient
{
    public Task<AuditPage> ListAsync(AuditFilter? filter = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        api.ListAuditAsync(
            token, limit, cursor, filter?.Action, filter?.ActorId, filter?.TargetId, Text(filter?.From), Text(filter?.To), cancellationToken);

    private static string? Text(DateTimeOffset? time) => time?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}

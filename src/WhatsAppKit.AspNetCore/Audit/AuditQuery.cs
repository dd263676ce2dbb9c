namespace WhatsAppKit.AspNetCore.Audit;

/// <summary>The query parameters of the list, as they came.</summary>
internal sealed record AuditQuery(string? Limit, string? Cursor, string? Action, string? ActorId, string? TargetId, string? From, string? To);

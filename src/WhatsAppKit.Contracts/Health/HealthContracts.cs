namespace WhatsAppKit.Contracts.Health;

/// <summary>How the gateway is.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
public sealed record HealthResponse(string Status);

/// <summary>How the gateway and each thing it depends on are.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> (it serves, but something wants a look) or <c>unhealthy</c>: the worst of the entries.</param>
/// <param name="DurationMilliseconds">How long all checks took.</param>
/// <param name="Entries">Each check by its name.</param>
public sealed record HealthReportResponse(string Status, double DurationMilliseconds, IReadOnlyDictionary<string, HealthEntryResponse> Entries);

/// <summary>How one thing is that the gateway depends on.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="DurationMilliseconds">How long the check took.</param>
/// <param name="Description">What was found, for people; null when there is nothing to say.</param>
/// <param name="Numbers">What was counted, such as how many messages wait.</param>
public sealed record HealthEntryResponse(string Status, double DurationMilliseconds, string? Description, IReadOnlyDictionary<string, long> Numbers);

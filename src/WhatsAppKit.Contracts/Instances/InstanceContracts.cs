namespace WhatsAppKit.Contracts.Instances;

/// <summary>A new instance.</summary>
/// <param name="Name">1 to 100 characters.</param>
public sealed record CreateInstanceRequest(string? Name);

/// <summary>What may be changed of an instance.</summary>
/// <param name="Name">1 to 100 characters.</param>
public sealed record UpdateInstanceRequest(string? Name);

/// <summary>An instance: one WhatsApp device.</summary>
/// <param name="Id">The instance's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">The connection's status, as in <see cref="InstanceStatusResponse"/>.</param>
/// <param name="Phone">The paired number, digits only; null while unpaired.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record InstanceResponse(string Id, string Name, string Status, string? Phone, DateTimeOffset CreatedAt);

/// <summary>Where an instance's connection stands.</summary>
/// <param name="Status"><c>CONNECTED</c>, <c>CONNECTING</c>, <c>DISCONNECTED</c>, <c>FORCE_DISCONNECTED</c>, <c>LOGGED_OUT</c>, <c>REPLACED</c>, <c>BANNED</c>, <c>CLIENT_OUTDATED</c> or <c>FAILED</c>.</param>
/// <param name="QrAttempt">How many QR codes the current connect request has shown.</param>
/// <param name="MaxQrAttempts">How many it may show.</param>
/// <param name="Phone">The paired number, digits only; null while unpaired.</param>
/// <param name="Error">Why it is not connected, as a stable word; null while all is well.</param>
/// <param name="RetryAt">When the next attempt happens, or a ban ends, as far as known.</param>
/// <param name="Since">When this status began.</param>
/// <param name="Awaits">What a person must do to go on: <c>scan</c>, <c>passkey</c> or <c>passkey-confirmation</c>; null for nothing.</param>
public sealed record InstanceStatusResponse(
    string Status, int QrAttempt, int MaxQrAttempts, string? Phone, string? Error, DateTimeOffset? RetryAt, DateTimeOffset Since, string? Awaits = null);

/// <summary>The instance an API key belongs to.</summary>
/// <param name="Id">The instance's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">The connection's status.</param>
/// <param name="Phone">The paired number, digits only; null while unpaired.</param>
public sealed record InstanceInfoResponse(string Id, string Name, string Status, string? Phone);

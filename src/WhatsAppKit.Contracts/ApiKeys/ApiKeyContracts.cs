using System.ComponentModel.DataAnnotations;

namespace WhatsAppKit.Contracts.ApiKeys;

/// <summary>A new API key.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Permissions">Some of <see cref="ApiKeys.Permissions"/>; null means all.</param>
/// <param name="RateLimit">Requests a minute, 1 to 100,000; null means the gateway's default.</param>
/// <param name="ExpiresAt">When the key ends; null means never.</param>
public sealed record CreateApiKeyRequest(
    string? Name, IReadOnlyList<string>? Permissions = null, int? RateLimit = null, DateTimeOffset? ExpiresAt = null);

/// <summary>An API key as it shall be: what is null here is null afterwards, and all permissions are meant by none named.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Permissions">Some of <see cref="ApiKeys.Permissions"/>; null means all.</param>
/// <param name="RateLimit">Requests a minute, 1 to 100,000; null means the gateway's default.</param>
/// <param name="ExpiresAt">When the key ends; null means never.</param>
/// <param name="IsActive">False refuses the key until it is true again.</param>
public sealed record UpdateApiKeyRequest(
    string? Name, IReadOnlyList<string>? Permissions = null, int? RateLimit = null, DateTimeOffset? ExpiresAt = null, [property: Required] bool? IsActive = null);

/// <summary>A new secret for a key.</summary>
/// <param name="GraceSeconds">How long the secret of before still works: 0 to 604,800 (a week). Null means 0.</param>
public sealed record RotateApiKeyRequest(int? GraceSeconds = null);

/// <summary>A key that was just created or rotated: the only time the key itself is shown.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Key">The key, to be sent as <c>Authorization: Bearer</c>.</param>
/// <param name="Prefix">The part of the key that is kept and shown in lists.</param>
/// <param name="Name">The key's name.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record CreatedApiKeyResponse(string Id, string Key, string Prefix, string Name, DateTimeOffset CreatedAt);

/// <summary>A key, without the key.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Prefix">How the key begins.</param>
/// <param name="Name">The key's name.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Permissions">What it may do.</param>
/// <param name="RateLimit">Requests a minute; null means the gateway's default.</param>
/// <param name="IsActive">Whether it works.</param>
/// <param name="ExpiresAt">When it ends; null means never.</param>
/// <param name="LastUsedAt">When it was last used, to within five minutes; null means never.</param>
public sealed record ApiKeyResponse(
    string Id,
    string Prefix,
    string Name,
    DateTimeOffset CreatedAt,
    IReadOnlyList<string> Permissions,
    int? RateLimit,
    bool IsActive,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt);

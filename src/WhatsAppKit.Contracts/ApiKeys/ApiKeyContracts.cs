namespace WhatsAppKit.Contracts.ApiKeys;

/// <summary>A new API key.</summary>
/// <param name="Name">1 to 100 characters.</param>
public sealed record CreateApiKeyRequest(string? Name);

/// <summary>A key that was just created: the only time the key itself is shown.</summary>
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
public sealed record ApiKeyResponse(string Id, string Prefix, string Name, DateTimeOffset CreatedAt);

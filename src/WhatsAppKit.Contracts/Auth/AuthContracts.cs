namespace WhatsAppKit.Contracts.Auth;

/// <summary>A new subscription with its first administrator.</summary>
/// <param name="Email">The administrator's email, in ASCII; unique in the gateway.</param>
/// <param name="Password">8 characters or more, at most 72 bytes in UTF-8.</param>
/// <param name="Name">The administrator's name, 1 to 100 characters.</param>
public sealed record RegisterRequest(string? Email, string? Password, string? Name);

/// <summary>A password to be exchanged for a token.</summary>
/// <param name="Email">The user's email.</param>
/// <param name="Password">The user's password.</param>
public sealed record LoginRequest(string? Email, string? Password);

/// <summary>A token and whose it is.</summary>
/// <param name="Token">The JWT, to be sent as <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresAt">When the token ends.</param>
/// <param name="User">The user.</param>
/// <param name="Subscription">The user's subscription.</param>
public sealed record AuthResponse(string Token, DateTimeOffset ExpiresAt, UserResponse User, SubscriptionResponse Subscription);

/// <summary>A user.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Email">The user's email.</param>
/// <param name="Name">The user's name.</param>
/// <param name="Role"><c>ADMINISTRATOR</c> or <c>USER</c>.</param>
public sealed record UserResponse(string Id, string Email, string Name, string Role);

/// <summary>A subscription: the tenant.</summary>
/// <param name="Id">The subscription's id.</param>
/// <param name="Tier"><c>BASIC</c>, <c>PRO</c> or <c>MAX</c>.</param>
/// <param name="MaxInstances">How many instances it may have.</param>
/// <param name="CurrentInstances">How many it has.</param>
public sealed record SubscriptionResponse(string Id, string Tier, int MaxInstances, int CurrentInstances);

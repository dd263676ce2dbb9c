namespace WhatsAppKit.Contracts.Auth;

/// <summary>A new subscription with its first administrator.</summary>
/// <param name="Email">The administrator's email, in ASCII; unique in the gateway.</param>
/// <param name="Password">8 characters or more, at most 72 bytes in UTF-8, and none of the common ones.</param>
/// <param name="Name">The administrator's name, 1 to 100 characters.</param>
public sealed record RegisterRequest(string? Email, string? Password, string? Name);

/// <summary>A password to be exchanged for a token.</summary>
/// <param name="Email">The user's email.</param>
/// <param name="Password">The user's password.</param>
public sealed record LoginRequest(string? Email, string? Password);

/// <summary>A token and whose it is.</summary>
/// <param name="Token">The JWT, to be sent as <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresAt">When the token ends.</param>
/// <param name="RefreshToken">Exchanged once for the next pair of tokens. Keep it as secret as a password.</param>
/// <param name="RefreshTokenExpiresAt">When the refresh token ends.</param>
/// <param name="User">The user.</param>
/// <param name="Subscription">The user's subscription.</param>
public sealed record AuthResponse(
    string Token,
    DateTimeOffset ExpiresAt,
    string RefreshToken,
    DateTimeOffset RefreshTokenExpiresAt,
    UserResponse User,
    SubscriptionResponse Subscription);

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

/// <summary>A refresh token to be exchanged.</summary>
/// <param name="RefreshToken">The token of the latest login or refresh. Using one twice ends its session.</param>
public sealed record RefreshRequest(string? RefreshToken);

/// <summary>A session to be ended.</summary>
/// <param name="RefreshToken">Any refresh token of the session.</param>
public sealed record LogoutRequest(string? RefreshToken = null);

/// <summary>A new password for the caller.</summary>
/// <param name="CurrentPassword">The password as it is.</param>
/// <param name="NewPassword">The rules are those of <see cref="RegisterRequest"/>.</param>
public sealed record ChangePasswordRequest(string? CurrentPassword, string? NewPassword);

/// <summary>An account whose password is forgotten.</summary>
/// <param name="Email">The account's email.</param>
public sealed record ForgotPasswordRequest(string? Email);

/// <summary>A new password, with the token of a reset or an invitation.</summary>
/// <param name="Token">The token from the message; it works once.</param>
/// <param name="Password">The rules are those of <see cref="RegisterRequest"/>.</param>
public sealed record ResetPasswordRequest(string? Token, string? Password);

/// <summary>The person whose token calls.</summary>
/// <param name="User">The user.</param>
/// <param name="Subscription">The user's subscription.</param>
public sealed record MeResponse(UserResponse User, SubscriptionResponse Subscription);

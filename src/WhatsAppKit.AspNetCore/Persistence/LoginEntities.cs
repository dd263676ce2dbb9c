namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>A login and all that was refreshed from it: the family of its refresh tokens. Tokens name it, so ending it ends them all.</summary>
internal sealed class LoginSession
{
    public string Id { get; set; } = Ids.Create();

    public string SubscriptionId { get; set; } = "";

    public string UserId { get; set; } = "";

    /// <summary>Where the login came from: failures elsewhere do not lock this place out.</summary>
    public string Address { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class RefreshToken
{
    public byte[] Hash { get; set; } = [];

    public string SessionId { get; set; } = "";

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Set by the one use it has; a second use ends the session.</summary>
    public DateTimeOffset? SpentAt { get; set; }
}

/// <summary>Lets somebody set a password once: a reset, or an invitation.</summary>
internal sealed class PasswordToken
{
    public byte[] Hash { get; set; } = [];

    public string UserId { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>The failed logins of an email, whether or not it has an account: both must look alike.</summary>
internal sealed class LoginThrottle
{
    public byte[] EmailHash { get; set; } = [];

    public int Attempts { get; set; }

    public DateTimeOffset LastAttemptAt { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }
}

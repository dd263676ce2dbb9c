namespace WhatsAppKit.Sandbox.Phones;

/// <summary>What a business shows of itself.</summary>
/// <param name="Name">The name WhatsApp has certified.</param>
public sealed record SandboxBusiness(string Name)
{
    /// <summary>Where it is; null for nothing.</summary>
    public string? Address { get; init; }

    /// <summary>What it does; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Its email address; null for none.</summary>
    public string? Email { get; init; }

    /// <summary>Its web pages.</summary>
    public IReadOnlyList<string> Websites { get; init; } = [];

    /// <summary>What kind of business it is; null for none.</summary>
    public string? Category { get; init; }

    /// <summary>The time zone of its hours; null when it has none.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The days it is open on, with the minutes since midnight when it opens and closes.</summary>
    public IReadOnlyList<SandboxBusinessHours> Hours { get; init; } = [];
}

/// <summary>When a business is open on one day.</summary>
/// <param name="Day">The day as the server writes it, such as <c>mon</c>.</param>
/// <param name="OpensAt">Minutes since midnight.</param>
/// <param name="ClosesAt">Minutes since midnight.</param>
public sealed record SandboxBusinessHours(string Day, int OpensAt, int ClosesAt);

/// <summary>Who may see something of an account.</summary>
public enum ProfileAudience
{
    /// <summary>Everybody.</summary>
    Everybody,

    /// <summary>Whoever shows a privacy token that the account issued: people it has written to.</summary>
    Trusted,

    /// <summary>Nobody.</summary>
    Nobody,
}

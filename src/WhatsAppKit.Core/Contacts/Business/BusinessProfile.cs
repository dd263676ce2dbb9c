using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Contacts;

/// <summary>What a business shows of itself.</summary>
/// <param name="Jid">The business, as the server names it.</param>
public sealed record BusinessProfile(Jid Jid)
{
    /// <summary>Where it is; null when not told.</summary>
    public string? Address { get; init; }

    /// <summary>What it does; null when not told.</summary>
    public string? Description { get; init; }

    /// <summary>Its email address; null when not told.</summary>
    public string? Email { get; init; }

    /// <summary>Its web pages.</summary>
    public IReadOnlyList<string> Websites { get; init; } = [];

    /// <summary>What kind of business it is.</summary>
    public IReadOnlyList<BusinessCategory> Categories { get; init; } = [];

    /// <summary>The time zone of <see cref="Hours"/>, such as <c>Europe/Berlin</c>; null when not told.</summary>
    public string? TimeZone { get; init; }

    /// <summary>When it is open; a day that is not named is closed.</summary>
    public IReadOnlyList<BusinessHours> Hours { get; init; } = [];

    /// <summary>Further properties by name, in the server's words.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}

/// <summary>A kind of business.</summary>
/// <param name="Id">The server's id of it.</param>
/// <param name="Name">Its name.</param>
public sealed record BusinessCategory(string Id, string Name);

/// <summary>When a business is open on one day of the week.</summary>
/// <param name="Day">The day.</param>
/// <param name="Mode">Whether it has hours at all.</param>
/// <param name="OpensAt">When it opens; null unless it has certain hours.</param>
/// <param name="ClosesAt">When it closes; null unless it has certain hours.</param>
public sealed record BusinessHours(DayOfWeek Day, BusinessHoursMode Mode, TimeOnly? OpensAt, TimeOnly? ClosesAt);

/// <summary>Whether a business has hours on a day.</summary>
public enum BusinessHoursMode
{
    /// <summary>From one time to another.</summary>
    SpecificHours,

    /// <summary>All day and night.</summary>
    AlwaysOpen,

    /// <summary>By appointment.</summary>
    AppointmentOnly,
}

/// <summary>A name that WhatsApp has certified for a business.</summary>
/// <param name="Name">The name.</param>
public sealed record BusinessName(string Name)
{
    /// <summary>How far it is verified, in the server's words, such as <c>high</c> or <c>unknown</c>; null when not told.</summary>
    public string? VerifiedLevel { get; init; }

    /// <summary>The certificate's serial number; null when not told.</summary>
    public ulong? Serial { get; init; }
}

using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Groups;

/// <summary>A group as the server describes it.</summary>
public sealed record Group
{
    /// <summary>The group's address.</summary>
    public required Jid Jid { get; init; }

    /// <summary>Its name.</summary>
    public required string Subject { get; init; }

    /// <summary>How its members are addressed.</summary>
    public required GroupAddressing Addressing { get; init; }

    /// <summary>Everybody in it, in the server's order.</summary>
    public required IReadOnlyList<GroupParticipant> Participants { get; init; }

    /// <summary>Who made it, when known.</summary>
    public Jid? Creator { get; init; }

    /// <summary>When it was made, when known.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How long messages stay before they disappear; null when they stay.</summary>
    public TimeSpan? MessageLifetime { get; init; }
}

/// <summary>Somebody in a group.</summary>
/// <param name="Jid">The address in the group's own form, without device.</param>
/// <param name="Alternate">The same person in the other form, when the server tells it.</param>
/// <param name="Role">What the person may do.</param>
public sealed record GroupParticipant(Jid Jid, Jid? Alternate, GroupRole Role);

/// <summary>What somebody may do in a group.</summary>
public enum GroupRole
{
    /// <summary>An ordinary member.</summary>
    Member,

    /// <summary>An administrator.</summary>
    Admin,

    /// <summary>Who made the group; cannot be removed or demoted.</summary>
    SuperAdmin,
}

/// <summary>How the members of a group are addressed.</summary>
public enum GroupAddressing
{
    /// <summary>By phone number.</summary>
    PhoneNumber,

    /// <summary>By privacy identifier (LID).</summary>
    Lid,
}

using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Groups;

/// <summary>This account came into a group: it was made with it, or it was added.</summary>
/// <param name="Group">The group as it is now.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupJoined(Group Group, Jid? Actor, DateTimeOffset Timestamp) : WhatsAppEvent;

/// <summary>The members of a group changed.</summary>
/// <param name="Group">The group.</param>
/// <param name="Change">What happened.</param>
/// <param name="Participants">Whom it happened to, without devices.</param>
/// <param name="Actor">Who did it, when told.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record GroupParticipantsChanged(
    Jid Group, GroupChange Change, IReadOnlyList<Jid> Participants, Jid? Actor, DateTimeOffset Timestamp) : WhatsAppEvent;

/// <summary>What happened to members of a group.</summary>
public enum GroupChange
{
    /// <summary>They came in.</summary>
    Added,

    /// <summary>They were removed by somebody else.</summary>
    Removed,

    /// <summary>They went by themselves.</summary>
    Left,

    /// <summary>They became administrators.</summary>
    Promoted,

    /// <summary>They are no administrators any more.</summary>
    Demoted,
}

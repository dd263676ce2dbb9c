using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Fanout;

namespace WhatsAppKit.Core.Profile;

/// <summary>Who may see the account's status updates.</summary>
/// <param name="Kind">What the list of people means.</param>
/// <param name="People">The people; empty when all contacts may.</param>
public sealed record StatusAudience(StatusAudienceKind Kind, IReadOnlyList<Jid> People)
{
    private const int MaxPeople = 100_000;

    internal static StatusAudience Read(BinaryNode? privacy)
    {
        var (type, people) = StatusLists.Chosen(privacy);
        return new StatusAudience(
            type switch
            {
                "whitelist" => StatusAudienceKind.Only,
                "blacklist" => StatusAudienceKind.ContactsExcept,
                _ => StatusAudienceKind.Contacts,
            },
            [.. people.Take(MaxPeople)]);
    }
}

/// <summary>What a list of people means for status updates.</summary>
public enum StatusAudienceKind
{
    /// <summary>All contacts may see them.</summary>
    Contacts,

    /// <summary>All contacts but these.</summary>
    ContactsExcept,

    /// <summary>Only these.</summary>
    Only,
}

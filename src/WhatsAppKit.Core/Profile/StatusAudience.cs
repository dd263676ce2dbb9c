using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Profile;

/// <summary>Who may see the account's status updates.</summary>
/// <param name="Kind">What the list of people means.</param>
/// <param name="People">The people; empty when all contacts may.</param>
public sealed record StatusAudience(StatusAudienceKind Kind, IReadOnlyList<Jid> People)
{
    private const int MaxPeople = 100_000;

    internal static StatusAudience Read(BinaryNode? privacy)
    {
        var lists = privacy?.ChildrenOf("list").ToArray() ?? [];
        var chosen = Array.Find(lists, list => list["default"] == "true") ?? lists.FirstOrDefault();
        return new StatusAudience(
            chosen?["type"] switch
            {
                "whitelist" => StatusAudienceKind.Only,
                "blacklist" => StatusAudienceKind.ContactsExcept,
                _ => StatusAudienceKind.Contacts,
            },
            [.. chosen?.ChildrenOf("user").Select(user => user.Jid("jid")).OfType<Jid>().Take(MaxPeople) ?? []]);
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

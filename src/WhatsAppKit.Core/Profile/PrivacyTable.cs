using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Profile;

/// <summary>The words of privacy settings on the wire, and which go together.</summary>
internal static class PrivacyTable
{
    private static readonly Dictionary<PrivacyCategory, (string Name, PrivacyAudience[] Allowed)> Categories = new()
    {
        [PrivacyCategory.LastSeen] = ("last", [PrivacyAudience.Everybody, PrivacyAudience.Contacts, PrivacyAudience.ContactsExcept, PrivacyAudience.Nobody]),
        [PrivacyCategory.About] = ("status", [PrivacyAudience.Everybody, PrivacyAudience.Contacts, PrivacyAudience.ContactsExcept, PrivacyAudience.Nobody]),
        [PrivacyCategory.Picture] = ("profile", [PrivacyAudience.Everybody, PrivacyAudience.Contacts, PrivacyAudience.ContactsExcept, PrivacyAudience.Nobody]),
        [PrivacyCategory.GroupAdd] = ("groupadd", [PrivacyAudience.Everybody, PrivacyAudience.Contacts, PrivacyAudience.ContactsExcept, PrivacyAudience.Nobody]),
        [PrivacyCategory.ReadReceipts] = ("readreceipts", [PrivacyAudience.Everybody, PrivacyAudience.Nobody]),
        [PrivacyCategory.Online] = ("online", [PrivacyAudience.Everybody, PrivacyAudience.SameAsLastSeen]),
        [PrivacyCategory.Calls] = ("calladd", [PrivacyAudience.Everybody, PrivacyAudience.Known]),
        [PrivacyCategory.Messages] = ("messages", [PrivacyAudience.Everybody, PrivacyAudience.Contacts]),
        [PrivacyCategory.Defense] = ("defense", [PrivacyAudience.On, PrivacyAudience.Off]),
        [PrivacyCategory.Stickers] = ("stickers", [PrivacyAudience.Contacts, PrivacyAudience.OnlySomeContacts, PrivacyAudience.Nobody]),
    };

    private static readonly Dictionary<PrivacyAudience, string> Words = new()
    {
        [PrivacyAudience.Everybody] = "all",
        [PrivacyAudience.Contacts] = "contacts",
        [PrivacyAudience.ContactsExcept] = "contact_blacklist",
        [PrivacyAudience.OnlySomeContacts] = "contact_allowlist",
        [PrivacyAudience.Nobody] = "none",
        [PrivacyAudience.SameAsLastSeen] = "match_last_seen",
        [PrivacyAudience.Known] = "known",
        [PrivacyAudience.On] = "on_standard",
        [PrivacyAudience.Off] = "off",
    };

    public static bool Allows(PrivacyCategory category, PrivacyAudience audience) =>
        Categories.TryGetValue(category, out var row) && Array.IndexOf(row.Allowed, audience) >= 0;

    public static BinaryNode Node(PrivacyCategory category, PrivacyAudience audience) =>
        new("category", [("name", Categories[category].Name), ("value", Words[audience])]);

    /// <summary>True for a name and a value that go together.</summary>
    public static bool Allows(string? name, string? value) => Categories.Any(row =>
        row.Value.Name == name && Array.Exists(row.Value.Allowed, audience => Words[audience] == value));

    /// <summary>The settings in a <c>privacy</c> node; categories this library does not know are passed over.</summary>
    public static PrivacySettings Read(BinaryNode privacy)
    {
        var values = new Dictionary<PrivacyCategory, PrivacyAudience>();
        foreach (var told in privacy.ChildrenOf("category"))
        {
            foreach (var (category, row) in Categories)
            {
                if (row.Name == told["name"])
                {
                    values[category] = Words.FirstOrDefault(word => word.Value == told["value"]).Key;
                }
            }
        }

        return new PrivacySettings(values);
    }
}

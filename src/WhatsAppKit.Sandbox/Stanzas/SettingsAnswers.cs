using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>The smallest answers that clients need at connect: no settings differ from their defaults.</summary>
internal static class SettingsAnswers
{
    private static readonly (string Name, string Value)[] PrivacyDefaults =
    [
        ("readreceipts", "all"), ("last", "all"), ("online", "all"), ("profile", "all"), ("status", "all"),
        ("groupadd", "all"), ("calladd", "all"), ("messages", "all"), ("defense", "off"), ("stickers", "all"),
    ];

    /// <summary>Who may see an account's status updates.</summary>
    public static BinaryNode StatusPrivacy(BinaryNode iq, Account account) => Nodes.Result(iq, new BinaryNode("privacy", null, account.StatusAudience is { } chosen
        ? new BinaryNode("list", [("type", account.IsStatusAudienceExcluded ? "blacklist" : "whitelist"), ("default", "true")], [.. chosen.Select(user => new BinaryNode("user", [("jid", user)]))])
        : new BinaryNode("list", [("type", "contacts"), ("default", "true")])));

    /// <summary>What the account's owner lets others see.</summary>
    public static BinaryNode Privacy(BinaryNode iq, Account account) => Nodes.Result(iq, PrivacyOf(account));

    public static BinaryNode PrivacyOf(Account account) =>
        new("privacy", null, [.. PrivacyDefaults.Select(entry => Category(entry.Name, account.Privacy.GetValueOrDefault(entry.Name) ?? entry.Value))]);

    public static BinaryNode For(BinaryNode iq) => iq["xmlns"] switch
    {
        "passive" or "w:stats" or "urn:xmpp:whatsapp:dirty" => Nodes.Result(iq),
        "abt" => Nodes.Result(iq, new BinaryNode("props", [("protocol", "1"), ("hash", "sandbox"), ("refresh", "86400")])),
        "w" when iq.Child("props") is not null => Nodes.Result(iq, new BinaryNode("props", [("version", "1"), ("hash", "sandbox")])),
        "urn:xmpp:ping" => Nodes.Result(iq),
        _ => Nodes.Unknown(iq),
    };

    private static BinaryNode Category(string name, string value) => new("category", [("name", name), ("value", value)]);
}

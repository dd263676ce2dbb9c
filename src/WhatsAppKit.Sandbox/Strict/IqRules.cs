namespace WhatsAppKit.Sandbox.Strict;

/// <summary>Requests, and answers to the server's own.</summary>
internal static class IqRules
{
    private const int MaxRequests = 100_000;
    private const int MaxUsers = 10_000;

    public static void Check(StanzaCheck check, HashSet<string> requests)
    {
        var iq = check.Stanza;
        check.IsOneOf("type", "get", "set", "result", "error");

        // Requests about short links go without an address, as in the reference client that has them.
        check.Require(iq["to"] is not null || iq["xmlns"] == "w:qr", "iq-to", "The attribute 'to' is missing.");
        if (!check.Has("id") || iq["type"] is "result" or "error")
        {
            return;
        }

        check.Has("xmlns");
        check.Require(requests.Count >= MaxRequests || requests.Add(iq["id"]!), "iq-id", "Another request of this connection has the same id.");
        switch (iq["xmlns"])
        {
            case "usync":
                CheckLookup(check);
                break;
            case "encrypt" when iq["type"] == "get" && iq.Child("key") is { } key:
                check.Require(
                    key.Children.Count > 0 && key.Children.All(user => user.Tag == "user" && user.Jid("jid") is not null),
                    "encrypt-key", "Keys are asked for devices, each a 'user' with a 'jid'.");
                break;
        }
    }

    private static void CheckLookup(StanzaCheck check)
    {
        if (check.Stanza.Child("usync") is not { } usync)
        {
            check.Require(false, "usync", "There is no 'usync'.");
            return;
        }

        foreach (var attribute in new[] { "sid", "mode", "context", "last", "index" })
        {
            check.Require(usync[attribute] is not null, "usync-" + attribute, $"'usync' has no attribute '{attribute}'.");
        }

        check.Require(usync.Child("query") is { Children.Count: > 0 }, "usync-query", "Nothing is asked.");
        var users = usync.Child("list")?.Children ?? [];
        check.Require(users.Count is > 0 and <= MaxUsers, "usync-list", "Nobody is asked for, or too many at once.");
        check.Require(
            users.All(user => user.Tag == "user" && (user.Jid("jid") is { Device: 0 } || user.Child("contact") is not null || user.Child("lid") is not null)),
            "usync-user", "People are named by 'jid' without device, or by 'contact'.");
    }
}

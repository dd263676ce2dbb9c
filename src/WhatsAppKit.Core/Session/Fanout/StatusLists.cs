using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>The lists that say who may see the account's status updates.</summary>
internal static class StatusLists
{
    public static BinaryNode Query() =>
        new("iq", [("to", Jid.WhatsAppServer), ("type", "get"), ("xmlns", "status")], new BinaryNode("privacy"));

    /// <summary>The one of several lists that counts: its type, null when there is none, and the people it names.</summary>
    public static (string? Type, IEnumerable<Jid> People) Chosen(BinaryNode? privacy)
    {
        var lists = privacy?.ChildrenOf("list").ToArray() ?? [];
        var chosen = Array.Find(lists, list => list["default"] == "true") ?? lists.FirstOrDefault();
        return (chosen?["type"], chosen?.ChildrenOf("user").Select(user => user.Jid("jid")).OfType<Jid>() ?? []);
    }
}

using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Devices;

/// <summary>What usync says about one user.</summary>
/// <param name="User">The user as asked.</param>
/// <param name="Lid">The user's LID when the server gave one.</param>
/// <param name="Devices">Device numbers that can be addressed; empty when the user has no account.</param>
internal sealed record UsyncUser(Jid User, Jid? Lid, IReadOnlyList<int> Devices);

/// <summary>Shapes and reads the device query (<c>usync</c>).</summary>
internal static class UsyncNodes
{
    private const int HostedDevice = 99;

    public static BinaryNode DeviceQuery(string sid, IEnumerable<Jid> users) =>
        new(
            "iq",
            [("to", Jid.WhatsAppServer), ("type", "get"), ("xmlns", "usync")],
            new BinaryNode(
                "usync",
                [("sid", sid), ("mode", "query"), ("last", "true"), ("index", "0"), ("context", "message")],
                new BinaryNode("query", null, new BinaryNode("devices", [("version", "2")]), new BinaryNode("lid")),
                new BinaryNode("list", null, [.. users.Select(user => new BinaryNode("user", [("jid", user)]))])));

    public static IReadOnlyList<UsyncUser> Parse(BinaryNode answer)
    {
        var list = answer.Child("usync")?.Child("list") ?? throw new ProtocolException("The answer to a device query has no list.");
        return [.. list.ChildrenOf("user").Select(ParseUser).OfType<UsyncUser>()];
    }

    private static UsyncUser? ParseUser(BinaryNode node)
    {
        if (node.Jid("jid") is not { } user)
        {
            return null;
        }

        var lid = node.Child("lid")?.Jid("val");
        var devices = new List<int>();
        foreach (var device in node.Child("devices")?.Child("device-list")?.ChildrenOf("device") ?? [])
        {
            // The server refuses a message to a linked device whose identity has no key index.
            if (device.Number("id") is >= 0 and <= byte.MaxValue and var id
                && (id == 0 || device["key-index"] is not null)
                && id != HostedDevice)
            {
                devices.Add((int)id);
            }
        }

        return new UsyncUser(user.ToUser(), lid is { IsLid: true } ? lid.Value.ToUser() : null, devices);
    }
}

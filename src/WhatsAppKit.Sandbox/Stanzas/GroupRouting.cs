using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Sandbox.State;
using Group = WhatsAppKit.Sandbox.State.Group;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Takes a message to many apart: a group's, or a status update. Callers hold the directory's gate.</summary>
internal sealed class GroupRouting(AccountDirectory accounts, GroupRegistry groups, TimeProvider time)
{
    private const string AdminRevoke = "8";

    /// <summary>What the server says to a message for a group, and whom it goes to.</summary>
    public (string? Error, string? Hash) Route(Device sender, BinaryNode message, Jid to, List<(Device, BinaryNode)> deliveries)
    {
        if (groups.Find(to) is not { } group)
        {
            return ("404", null);
        }

        // Only administrators write in an announcement group, and delete what others wrote.
        if (group.Find(sender.Account) is not { } member || (!member.IsAdmin && (group.Policy.IsAnnouncement || message["edit"] == AdminRevoke)))
        {
            return ("403", null);
        }

        if (!IsAddressed(message, group))
        {
            return ("421", null);
        }

        Collect(sender, message, [.. group.Devices], device => group.AddressOf(device), group.Mode, deliveries);
        var hash = ParticipantHash.Of(group.Devices.Select(group.AddressOf));
        return (null, message["phash"] is { } theirs && theirs != hash ? hash : null);
    }

    /// <summary>A status update goes to the devices it names, now or in an earlier one.</summary>
    public void RouteStatus(Device sender, BinaryNode message, List<(Device, BinaryNode)> deliveries)
    {
        foreach (var jid in Copies(message).Keys)
        {
            if (accounts.FindDevice(jid) is { } named)
            {
                sender.StatusReaders.Add(named);
            }
        }

        Collect(sender, message, sender.StatusReaders, device => device.Account.LidJid.WithDevice(device.Id), null, deliveries);
    }

    /// <summary>Everybody is addressed in the group's form: a mixture is refused, as the real server does.</summary>
    private static bool IsAddressed(BinaryNode message, Group group)
    {
        var isLid = group.Addressing == GroupAddressing.Lid;
        return (message["addressing_mode"] ?? group.Mode) == group.Mode && Copies(message).Keys.All(jid => jid.IsLid == isLid);
    }

    private void Collect(
        Device sender,
        BinaryNode message,
        IReadOnlyCollection<Device> readers,
        Func<Device, Jid> form,
        string? mode,
        List<(Device, BinaryNode)> deliveries)
    {
        var copies = Copies(message);
        var direct = message.Child("enc");
        var isForAll = direct?["type"] == "skmsg";
        var asked = message.Jid("participant");
        foreach (var device in readers.Where(device => device != sender))
        {
            // A repetition is for the one device that asked for it; a copy of one's own comes before the one for all.
            var own = copies.GetValueOrDefault(device.Account.PhoneJid.WithDevice(device.Id))
                ?? copies.GetValueOrDefault(device.Account.LidJid.WithDevice(device.Id))
                ?? (!isForAll && asked is { } jid && accounts.FindDevice(jid) == device ? direct : null);
            BinaryNode[] encrypted = (own, isForAll) switch
            {
                (null, false) => [],
                (null, true) => [direct!],
                (_, false) => [own],
                (_, true) => [own, direct!],
            };
            if (encrypted.Length > 0)
            {
                deliveries.Add((device, Stanza(sender, message, form(sender), mode, encrypted)));
            }
        }
    }

    private BinaryNode Stanza(Device sender, BinaryNode message, Jid participant, string? mode, BinaryNode[] encrypted)
    {
        NodeAttribute[] attributes =
        [
            ("from", message.Jid("to")),
            ("participant", participant),
            participant.IsLid ? ("participant_pn", sender.Account.PhoneJid) : ("participant_lid", sender.Account.LidJid),
            ("addressing_mode", mode),
            ("id", message["id"]),
            ("type", message["type"] ?? "text"),
            ("t", Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds())),
            ("notify", sender.PushName.Length == 0 ? sender.Account.Number : sender.PushName),
            ("edit", message["edit"]),
        ];
        var identity = encrypted.Any(enc => enc["type"] == "pkmsg") && message.Child("device-identity") is { Bytes.Length: > 0 } found ? found : null;
        var meta = message.ChildrenOf("meta").Concat(message.ChildrenOf("biz"));
        return new BinaryNode("message", attributes, [.. encrypted, .. identity is null ? [] : new[] { identity }, .. meta]);
    }

    private static Dictionary<Jid, BinaryNode> Copies(BinaryNode message)
    {
        var copies = new Dictionary<Jid, BinaryNode>();
        foreach (var copy in message.Child("participants")?.ChildrenOf("to") ?? [])
        {
            if (copy.Jid("jid") is { } jid && copy.Child("enc") is { } enc)
            {
                copies[jid] = enc;
            }
        }

        return copies;
    }
}

using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Faults;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Takes a message apart and gives each device its own ciphertext.</summary>
internal sealed class MessageRouting(AccountDirectory accounts, GroupRegistry groups, Delivery delivery, DeliveryFaults faults, TimeProvider time)
{
    private const int MaxTaken = 1_000;
    private static readonly Jid Status = new("status", JidServer.Broadcast);

    public async Task RouteAsync(Device sender, ISandboxClient client, BinaryNode message)
    {
        if (message["id"] is not { } id || message.Jid("to") is not { } to)
        {
            await client.CloseAsync(new BinaryNode("stream:error", null, new BinaryNode("xml-not-well-formed"))).ConfigureAwait(false);
            return;
        }

        faults.Sending?.Invoke(sender, message);
        var deliveries = new List<(Device Device, BinaryNode Stanza)>();
        var error = faults.RefusalOf(sender) is { } code ? Nodes.Text(code) : null;
        string? hash = null;
        if (error is null)
        {
            lock (accounts.Gate)
            {
                (error, hash) = IsRepeated(sender, message, id) ? (null, null) : Route(sender, message, to, deliveries);
                Note(sender, id, isTaken: error is null);
            }
        }

        await client.SendAsync(new BinaryNode(
            "ack", [("class", "message"), ("id", id), ("from", to), ("t", Now()), ("phash", hash), ("error", error)])).ConfigureAwait(false);
        foreach (var (device, stanza) in deliveries)
        {
            await delivery.DeliverAsync(device, stanza).ConfigureAwait(false);
        }
    }

    /// <summary>True for a message that was taken before; not for an answer to a device that asks for one again.</summary>
    private static bool IsRepeated(Device sender, BinaryNode message, string id) =>
        message.Jid("participant") is null
        && message["device_fanout"] is null
        && (message.Child("participants") ?? message.Child("enc")) is { } content
        && (content.Tag == "participants" || content["type"] == "skmsg")
        && sender.Taken.Contains(id);

    private static void Note(Device sender, string id, bool isTaken)
    {
        if (isTaken && sender.Taken.Last?.Value != id)
        {
            sender.Taken.AddLast(id);
            if (sender.Taken.Count > MaxTaken)
            {
                sender.Taken.RemoveFirst();
            }
        }
    }

    private (string? Error, string? Hash) Route(Device sender, BinaryNode message, Jid to, List<(Device, BinaryNode)> deliveries)
    {
        if (to.IsGroup)
        {
            return new GroupRouting(accounts, groups, time).Route(sender, message, to, deliveries);
        }

        if (to == Status)
        {
            new GroupRouting(accounts, groups, time).RouteStatus(sender, message, deliveries);
            return (null, null);
        }

        if (accounts.Find(to) is null)
        {
            return ("404", null);
        }

        Collect(sender, message, to, deliveries);
        return (null, null);
    }

    private void Collect(Device sender, BinaryNode message, Jid to, List<(Device, BinaryNode)> deliveries)
    {
        foreach (var copy in message.Child("participants")?.ChildrenOf("to") ?? [])
        {
            if (copy.Jid("jid") is { } jid && copy.Child("enc") is { } enc && accounts.FindDevice(jid) is { } device && device != sender
                && !device.Account.Profile.Blocked.Contains(sender.Account.Number))
            {
                deliveries.Add((device, Stanza(sender, device, jid, message, to, enc)));
            }
        }

        // Without participants it is for one device: a peer message, or a repetition that was asked for.
        if (message.Child("enc") is { } direct && accounts.FindDevice(message.Jid("participant") ?? to) is { } target
            && !target.Account.Profile.Blocked.Contains(sender.Account.Number))
        {
            deliveries.Add((target, Stanza(sender, target, to, message, message.Jid("recipient") ?? to, direct)));
        }
    }

    private BinaryNode Stanza(Device sender, Device device, Jid addressed, BinaryNode message, Jid chat, BinaryNode enc)
    {
        var own = device.Account == sender.Account;
        var isLid = addressed.IsLid;
        var chatAccount = own ? accounts.Find(chat) : null;
        NodeAttribute[] attributes =
        [
            ("from", sender.JidInFormOf(addressed)),
            ("id", message["id"]),
            ("type", message["type"] ?? "text"),
            ("t", Now()),
            ("notify", sender.PushName.Length == 0 ? sender.Account.Number : sender.PushName),
            ("category", message["category"]),
            ("edit", message["edit"]),
            ("addressing_mode", isLid ? "lid" : "pn"),
            isLid ? ("sender_pn", sender.Account.PhoneJid) : ("sender_lid", sender.Account.LidJid),
            ("recipient", own ? chat.ToUser() : (Jid?)null),
            ("peer_recipient_pn", own && chat.IsLid ? chatAccount?.PhoneJid : null),
            ("peer_recipient_lid", own && chat.IsPhoneNumber ? chatAccount?.LidJid : null),
        ];
        var identity = enc["type"] == "pkmsg" && message.Child("device-identity") is { Bytes.Length: > 0 } found ? found : null;
        return identity is null ? new BinaryNode("message", attributes, enc) : new BinaryNode("message", attributes, enc, identity);
    }

    private string Now() => Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds());
}

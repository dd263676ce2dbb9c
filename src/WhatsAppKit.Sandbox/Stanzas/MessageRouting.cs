using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Takes a message apart and gives each device its own ciphertext.</summary>
internal sealed class MessageRouting(AccountDirectory accounts, Delivery delivery, TimeProvider time)
{
    public async Task RouteAsync(Device sender, ISandboxClient client, BinaryNode message)
    {
        if (message["id"] is not { } id || message.Jid("to") is not { } to)
        {
            await client.CloseAsync(new BinaryNode("stream:error", null, new BinaryNode("xml-not-well-formed"))).ConfigureAwait(false);
            return;
        }

        var deliveries = new List<(Device Device, BinaryNode Stanza)>();
        string? error;
        lock (accounts.Gate)
        {
            error = accounts.Find(to) is null ? "404" : null;
            if (error is null)
            {
                Collect(sender, message, to, deliveries);
            }
        }

        await client.SendAsync(new BinaryNode(
            "ack", [("class", "message"), ("id", id), ("from", to), ("t", Now()), ("error", error)])).ConfigureAwait(false);
        foreach (var (device, stanza) in deliveries)
        {
            await delivery.DeliverAsync(device, stanza).ConfigureAwait(false);
        }
    }

    private void Collect(Device sender, BinaryNode message, Jid to, List<(Device, BinaryNode)> deliveries)
    {
        foreach (var copy in message.Child("participants")?.ChildrenOf("to") ?? [])
        {
            if (copy.Jid("jid") is { } jid && copy.Child("enc") is { } enc && accounts.FindDevice(jid) is { } device && device != sender)
            {
                deliveries.Add((device, Stanza(sender, device, jid, message, to, enc)));
            }
        }

        // Without participants it is for one device: a peer message, or a repetition that was asked for.
        if (message.Child("enc") is { } direct && accounts.FindDevice(message.Jid("participant") ?? to) is { } target)
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

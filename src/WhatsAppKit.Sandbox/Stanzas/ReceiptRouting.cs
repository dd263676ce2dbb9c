using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Acks receipts, forgets what they confirm, and tells the sender of the message.</summary>
internal sealed class ReceiptRouting(AccountDirectory accounts, Delivery delivery, TimeProvider time)
{
    public async Task RouteAsync(Device from, ISandboxClient client, BinaryNode receipt)
    {
        if (receipt["id"] is not { } id || receipt.Jid("to") is not { } to)
        {
            return;
        }

        await client.SendAsync(new BinaryNode(
            "ack",
            [("class", "receipt"), ("id", id), ("from", to), ("type", receipt["type"]), ("participant", receipt.Jid("participant"))])).ConfigureAwait(false);
        if (receipt["type"] is null or "inactive" or "sender" or "peer_msg" or "hist_sync" or "retry")
        {
            await delivery.ConfirmAsync(from, "message", receipt).ConfigureAwait(false);
        }

        if (receipt["type"] is "sender" or "peer_msg" or "hist_sync")
        {
            return;
        }

        if (receipt["type"] is "read" or "read-self" or "played" or "played-self")
        {
            await TellOwnAsync(from, receipt, to).ConfigureAwait(false);
        }

        if (receipt["type"] is "read-self" or "played-self")
        {
            return;
        }

        Device[] targets;
        lock (accounts.Gate)
        {
            // In a chat of many the receipt names whose message it is about. A retry request is for the device that sent
            // the message, a request for a file for one's own phone; news about a message are for the whole account.
            var author = to.IsManyToMany ? receipt.Jid("participant") ?? default : to;
            targets = receipt["type"] switch
            {
                "retry" => accounts.FindDevice(author) is { } device ? [device] : [],
                "server-error" => accounts.Find(to) == from.Account && from.Account.Devices.TryGetValue(0, out var phone) ? [phone] : [],
                _ => [.. accounts.Find(author)?.Devices.Values ?? Enumerable.Empty<Device>()],
            };
        }

        foreach (var target in targets.Where(target => target != from))
        {
            await delivery.DeliverAsync(target, Forwarded(from, receipt, to)).ConfigureAwait(false);
        }
    }

    /// <summary>The other devices of the account show the messages as read too.</summary>
    private async Task TellOwnAsync(Device from, BinaryNode receipt, Jid to)
    {
        Device[] others;
        lock (accounts.Gate)
        {
            others = [.. from.Account.Devices.Values.Where(device => device != from)];
        }

        foreach (var other in others)
        {
            var told = Forwarded(from, receipt, to);
            await delivery.DeliverAsync(other, to.IsManyToMany ? told : told.With(("recipient", to))).ConfigureAwait(false);
        }
    }

    private BinaryNode Forwarded(Device from, BinaryNode receipt, Jid to)
    {
        var isManyToMany = to.IsManyToMany;
        NodeAttribute[] attributes =
        [
            ("from", isManyToMany ? to : from.JidInFormOf(to)),
            ("id", receipt["id"]),
            ("type", receipt["type"]),
            ("t", receipt["t"] ?? Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds())),
            ("recipient", receipt.Jid("recipient")),
            ("participant", isManyToMany ? from.JidInFormOf(receipt.Jid("participant") ?? default) : receipt.Jid("participant")),
        ];
        return receipt.Children.Count == 0
            ? new BinaryNode("receipt", attributes)
            : new BinaryNode("receipt", attributes, [.. receipt.Children]);
    }
}

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
            await delivery.ConfirmAsync(from, "message", id).ConfigureAwait(false);
        }

        if (receipt["type"] is "sender" or "peer_msg" or "hist_sync" or "read-self" or "played-self")
        {
            return;
        }

        Device[] targets;
        lock (accounts.Gate)
        {
            // A retry request is for the device that sent the message, a request for a file for one's own phone; news about a
            // message are for the whole account.
            targets = receipt["type"] switch
            {
                "retry" => accounts.FindDevice(to) is { } device ? [device] : [],
                "server-error" => accounts.Find(to) == from.Account && from.Account.Devices.TryGetValue(0, out var phone) ? [phone] : [],
                _ => [.. accounts.Find(to)?.Devices.Values ?? Enumerable.Empty<Device>()],
            };
        }

        foreach (var target in targets.Where(target => target != from))
        {
            await delivery.DeliverAsync(target, Forwarded(from, receipt, to)).ConfigureAwait(false);
        }
    }

    private BinaryNode Forwarded(Device from, BinaryNode receipt, Jid to)
    {
        NodeAttribute[] attributes =
        [
            ("from", from.JidInFormOf(to)),
            ("id", receipt["id"]),
            ("type", receipt["type"]),
            ("t", receipt["t"] ?? Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds())),
            ("recipient", receipt.Jid("recipient")),
            ("participant", receipt.Jid("participant")),
        ];
        return receipt.Children.Count == 0
            ? new BinaryNode("receipt", attributes)
            : new BinaryNode("receipt", attributes, [.. receipt.Children]);
    }
}

using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Passes the steps of a call on: to the other side's devices, and what ends the ringing also to one's own others.</summary>
internal sealed class CallRouting(AccountDirectory accounts, Delivery delivery, TimeProvider time)
{
    public async Task RouteAsync(Device from, ISandboxClient client, BinaryNode call)
    {
        if (call["id"] is not { } id || call.Jid("to") is not { } to || call.Children is not [var step, ..])
        {
            return;
        }

        await client.SendAsync(new BinaryNode("ack", [("class", "call"), ("id", id), ("from", to), ("type", step.Tag)])).ConfigureAwait(false);
        Device[] targets;
        lock (accounts.Gate)
        {
            IEnumerable<Device> own = step.Tag is "accept" or "reject" ? from.Account.Devices.Values.Where(device => device != from) : [];
            IEnumerable<Device> called = accounts.Find(to) is { } account && !account.Profile.Blocked.Contains(from.Account.Number) ? account.Devices.Values : [];
            targets = [.. called, .. own];
        }

        foreach (var target in targets.Distinct())
        {
            await delivery.DeliverAsync(target, new BinaryNode(
                "call",
                [("from", from.JidInFormOf(to)), ("id", id), ("t", Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds()))],
                [.. call.Children])).ConfigureAwait(false);
        }
    }
}

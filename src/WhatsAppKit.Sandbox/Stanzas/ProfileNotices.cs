using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Tells that an account shows something else of itself.</summary>
internal sealed class ProfileNotices(AccountDirectory accounts, Delivery delivery, TimeProvider time)
{
    /// <summary>Tells those who know the account.</summary>
    public Task TellOthersAsync(Account account, string type, BinaryNode change) =>
        TellAsync(() => account.Watchers.Select(accounts.FindNumber).OfType<Account>().SelectMany(watcher => watcher.Devices.Values), account.PhoneJid, type, change);

    /// <summary>Tells the account's own devices, except one.</summary>
    public Task TellOwnAsync(Account account, Device? except, BinaryNode change) =>
        TellAsync(() => account.Devices.Values.Where(device => device != except), account.PhoneJid, "account_sync", change);

    /// <summary>Tells the members of a group.</summary>
    public Task TellMembersAsync(Group group, string type, BinaryNode change) => TellAsync(() => group.Devices, group.Jid, type, change);

    private async Task TellAsync(Func<IEnumerable<Device>> choose, Jid from, string type, BinaryNode change)
    {
        Device[] devices;
        lock (accounts.Gate)
        {
            devices = [.. choose()];
        }

        foreach (var device in devices)
        {
            await delivery.DeliverAsync(device, new BinaryNode(
                "notification",
                [("from", from), ("type", type), ("id", Nodes.NewId()), ("t", Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds()))],
                change)).ConfigureAwait(false);
        }
    }
}

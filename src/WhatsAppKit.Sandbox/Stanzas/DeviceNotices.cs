using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Tells those who asked for an account's devices that the list has changed.</summary>
internal sealed class DeviceNotices(AccountDirectory accounts, Delivery delivery, TimeProvider time)
{
    public async Task AnnounceAsync(Account account, Device changed, string change)
    {
        (Device Device, BinaryNode Notice)[] notices;
        lock (accounts.Gate)
        {
            var others = account.Watchers.Select(accounts.FindNumber).OfType<Account>()
                .SelectMany(watcher => watcher.Devices.Values).Select(device => (device, ToContact(account, changed, change)));
            var own = account.Devices.Values.Where(device => device != changed && device.Id > 0).Select(device => (device, ToOwn(account)));
            notices = [.. others, .. own];
        }

        foreach (var (device, notice) in notices)
        {
            await delivery.DeliverAsync(device, notice).ConfigureAwait(false);
        }
    }

    /// <summary>Tells that an account's phone has a new identity key.</summary>
    public async Task AnnounceIdentityAsync(Account account)
    {
        Device[] others;
        lock (accounts.Gate)
        {
            others = [.. account.Watchers.Select(accounts.FindNumber).OfType<Account>().SelectMany(watcher => watcher.Devices.Values)];
        }

        foreach (var device in others)
        {
            await delivery.DeliverAsync(device, new BinaryNode(
                "notification",
                [("from", account.PhoneJid), ("type", "encrypt"), ("id", Nodes.NewId()), ("t", Now())],
                new BinaryNode("identity"))).ConfigureAwait(false);
        }
    }

    private BinaryNode ToContact(Account account, Device changed, string change) =>
        new(
            "notification",
            [("from", account.PhoneJid), ("lid", account.LidJid), ("type", "devices"), ("id", Nodes.NewId()), ("t", Now())],
            new BinaryNode(
                change,
                [("device_hash", DeviceLists.Hash(account, account.PhoneJid)), ("device_lid_hash", DeviceLists.Hash(account, account.LidJid))],
                new BinaryNode(
                    "device",
                    [
                        ("jid", account.PhoneJid.WithDevice(changed.Id)),
                        ("lid", account.LidJid.WithDevice(changed.Id)),
                        ("key-index", Nodes.Text(changed.KeyIndex)),
                    ]),
                new BinaryNode("key-index-list", [("ts", Now())])));

    private BinaryNode ToOwn(Account account) =>
        new(
            "notification",
            [("from", account.PhoneJid), ("type", "account_sync"), ("id", Nodes.NewId()), ("t", Now())],
            new BinaryNode(
                "devices",
                [("dhash", DeviceLists.Hash(account, account.PhoneJid))],
                [.. account.Devices.Values.Select(device => new BinaryNode(
                    "device",
                    [("jid", account.PhoneJid.WithDevice(device.Id)), ("key-index", device.Id == 0 ? null : Nodes.Text(device.KeyIndex))]))]));

    private string Now() => Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds());
}

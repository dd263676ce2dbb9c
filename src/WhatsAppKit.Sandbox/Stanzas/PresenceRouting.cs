using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Tells who is online and who types, to those who are online themselves. Nothing of it waits for a device that is away.</summary>
internal sealed class PresenceRouting(AccountDirectory accounts, GroupRegistry groups, Delivery delivery, TimeProvider time)
{
    public Task OnPresenceAsync(Device from, BinaryNode presence) => presence["type"] switch
    {
        "subscribe" when presence.Jid("to") is { } to => SubscribeAsync(from, to),
        "available" or "unavailable" => ChangeAsync(from, presence["type"] == "available", presence["name"]),
        null => Rename(from, presence["name"]),
        _ => Task.CompletedTask,
    };

    /// <summary>The device's connection has ended, and with it what it asked for.</summary>
    public Task LeftAsync(Device device)
    {
        lock (accounts.Gate)
        {
            if (device.Client is not null)
            {
                // It is back already.
                return Task.CompletedTask;
            }

            Forget(device);
        }

        return ChangeAsync(device, isAvailable: false, name: null);
    }

    /// <summary>Forgets what a device asked for and said on its connection before. Callers hold the directory's gate.</summary>
    public void Forget(Device device)
    {
        foreach (var account in accounts.All)
        {
            account.PresenceReaders.Remove(device);
        }
    }

    public async Task OnTypingAsync(Device from, BinaryNode chatstate)
    {
        if (chatstate.Jid("to") is not { } to)
        {
            return;
        }

        (Device Device, BinaryNode Stanza)[] told;
        lock (accounts.Gate)
        {
            told = groups.Find(to) is { } group
                ? group.Find(from.Account) is null ? [] :
                    [.. group.Devices.Where(device => device.Account != from.Account)
                        .Select(device => (device, Typing(chatstate, to, group.AddressOf(from.Account))))]
                : [.. (accounts.Find(to)?.Devices.Values ?? Enumerable.Empty<Device>()).Where(device => device.Account != from.Account)
                    .Select(device => (device, Typing(chatstate, from.Account.InFormOf(to), null)))];
            told = Array.FindAll(told, each => each.Device.IsAvailable);
        }

        await TellAsync(told).ConfigureAwait(false);
    }

    private static BinaryNode Typing(BinaryNode chatstate, Jid from, Jid? participant) =>
        new("chatstate", [("from", from), ("participant", participant)], [.. chatstate.Children]);

    private async Task SubscribeAsync(Device from, Jid to)
    {
        BinaryNode? answer = null;
        lock (accounts.Gate)
        {
            if (groups.Find(to) is { } group)
            {
                answer = group.Find(from.Account) is null
                    ? null
                    : new BinaryNode("presence", [("from", to), ("count", Nodes.Text(group.Members.Count(member => member.Account.IsAvailable)))]);
            }
            else if (accounts.Find(to) is { } account)
            {
                account.PresenceReaders[from] = to.ToUser();
                answer = from.IsAvailable && !IsBlocked(account, from) ? Presence(account, to.ToUser()) : null;
            }
        }

        if (answer is not null)
        {
            await delivery.TellAsync(from, answer).ConfigureAwait(false);
        }
    }

    private Task Rename(Device device, string? name)
    {
        lock (accounts.Gate)
        {
            device.PushName = name ?? device.PushName;
        }

        return Task.CompletedTask;
    }

    private async Task ChangeAsync(Device device, bool isAvailable, string? name)
    {
        (Device, BinaryNode)[] told;
        lock (accounts.Gate)
        {
            var account = device.Account;
            var before = account.IsAvailable;
            device.PushName = name ?? device.PushName;
            device.IsAvailable = isAvailable;
            if (before == account.IsAvailable)
            {
                return;
            }

            account.LastSeen = time.GetUtcNow();
            told = [.. account.PresenceReaders.Where(reader => reader.Key.IsAvailable && !IsBlocked(account, reader.Key)).Select(reader => (reader.Key, Presence(account, reader.Value)))];
        }

        await TellAsync(told).ConfigureAwait(false);
    }

    private static bool IsBlocked(Account account, Device viewer) => account.Profile.Blocked.Contains(viewer.Account.Number);

    private static BinaryNode Presence(Account account, Jid form) =>
        account.IsAvailable
            ? new BinaryNode("presence", [("from", form)])
            : new BinaryNode(
                "presence",
                [
                    ("from", form),
                    ("type", "unavailable"),
                    ("last", account.HidesLastSeen ? "deny" : account.LastSeen is { } seen ? Nodes.Text(seen.ToUnixTimeSeconds()) : null),
                ]);

    private async Task TellAsync((Device Device, BinaryNode Stanza)[] told)
    {
        foreach (var (device, stanza) in told)
        {
            await delivery.TellAsync(device, stanza).ConfigureAwait(false);
        }
    }
}

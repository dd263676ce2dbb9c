using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Brings stanzas to devices, and keeps each until its device has confirmed it.</summary>
internal sealed class Delivery(AccountDirectory accounts, AccountArchive archive)
{
    /// <summary>Queues a stanza for a device and sends it when the device is there.</summary>
    public async Task DeliverAsync(Device device, BinaryNode stanza)
    {
        ISandboxClient? client;
        lock (accounts.Gate)
        {
            device.Pending.Add(stanza);
            client = device.IsActive ? device.Client : null;
        }

        await archive.SaveAsync(device.Account).ConfigureAwait(false);
        if (client is not null)
        {
            await client.SendAsync(stanza).ConfigureAwait(false);
        }
    }

    /// <summary>Delivers what waited and opens the way for what comes; only the first call of a connection does anything.</summary>
    public async Task ActivateAsync(Device device)
    {
        BinaryNode[] waiting;
        ISandboxClient client;
        lock (accounts.Gate)
        {
            if (device.IsActive || device.Client is null)
            {
                return;
            }

            device.IsActive = true;
            client = device.Client;
            waiting = [.. device.Pending];
        }

        foreach (var stanza in waiting)
        {
            await client.SendAsync(stanza.With(("offline", "1"))).ConfigureAwait(false);
        }

        await client.SendAsync(new BinaryNode(
            "ib", [("from", Jid.WhatsAppServer)], new BinaryNode("offline", [("count", Nodes.Text(waiting.Length))]))).ConfigureAwait(false);
    }

    /// <summary>Forgets a stanza that its device has dealt with.</summary>
    public async Task ConfirmAsync(Device device, string tag, string? id)
    {
        int removed;
        lock (accounts.Gate)
        {
            removed = device.Pending.RemoveAll(stanza => stanza.Tag == tag && stanza["id"] == id);
        }

        if (removed > 0)
        {
            await archive.SaveAsync(device.Account).ConfigureAwait(false);
        }
    }
}

using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Faults;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Brings stanzas to devices in their order, and keeps each until its device has confirmed it.</summary>
internal sealed class Delivery(AccountDirectory accounts, AccountArchive archive, DeliveryFaults faults)
{
    /// <summary>Queues a stanza for a device and sends it when the device is there.</summary>
    public Task DeliverAsync(Device device, BinaryNode stanza) => InTurn(device, async () =>
    {
        ISandboxClient? client;
        lock (accounts.Gate)
        {
            device.Pending.Add(stanza);
            client = device.IsActive ? device.Client : null;
        }

        await archive.SavePendingAsync(device).ConfigureAwait(false);
        if (client is not null)
        {
            await SendAsync(device, client, stanza).ConfigureAwait(false);
        }
    });

    /// <summary>Tells a device something that is of no use later: only when it is there, and without waiting for its ack.</summary>
    public Task TellAsync(Device device, BinaryNode stanza) => InTurn(device, async () =>
    {
        ISandboxClient? client;
        lock (accounts.Gate)
        {
            client = device.IsActive ? device.Client : null;
        }

        if (client is not null)
        {
            await SendAsync(device, client, stanza).ConfigureAwait(false);
        }
    });

    /// <summary>Delivers what waited and opens the way for what comes; only the first call of a connection does anything.</summary>
    public Task ActivateAsync(Device device) => InTurn(device, async () =>
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
            await SendAsync(device, client, stanza.With(("offline", "1"))).ConfigureAwait(false);
        }

        await client.SendAsync(new BinaryNode(
            "ib", [("from", Jid.WhatsAppServer)], new BinaryNode("offline", [("count", Nodes.Text(waiting.Length))]))).ConfigureAwait(false);
    });

    /// <summary>Sends a stanza that was held back; it is in the device's queue already.</summary>
    public Task SendHeldAsync(Device device, BinaryNode stanza) => InTurn(device, async () =>
    {
        ISandboxClient? client;
        lock (accounts.Gate)
        {
            client = device.IsActive && device.Pending.Contains(stanza) ? device.Client : null;
        }

        if (client is not null)
        {
            await client.SendAsync(stanza).ConfigureAwait(false);
        }
    });

    /// <summary>Forgets a stanza that its device has dealt with.</summary>
    /// <param name="device">The device.</param>
    /// <param name="tag">What it was.</param>
    /// <param name="answer">The device's answer, which names it.</param>
    public async Task ConfirmAsync(Device device, string tag, BinaryNode answer)
    {
        int removed;
        lock (accounts.Gate)
        {
            removed = device.Pending.RemoveAll(stanza => stanza.Tag == tag && stanza["id"] == answer["id"] && IsFrom(stanza, answer));
        }

        if (removed > 0)
        {
            await archive.SavePendingAsync(device).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Many devices send receipts about one message, all with its id: each is confirmed by itself. Everything else has an id
    /// of its own, and clients answer it to addresses in different forms.
    /// </summary>
    private static bool IsFrom(BinaryNode stanza, BinaryNode answer) =>
        stanza.Tag != "receipt" || (stanza.Jid("from") == answer.Jid("to") && stanza.Jid("participant") == answer.Jid("participant"));

    private async Task SendAsync(Device device, ISandboxClient client, BinaryNode stanza)
    {
        foreach (var each in faults.Apply(device, stanza))
        {
            await client.SendAsync(each).ConfigureAwait(false);
        }
    }

    /// <summary>Runs one step of a device's queue after those before it.</summary>
    private Task InTurn(Device device, Func<Task> step)
    {
        lock (accounts.Gate)
        {
            return device.LastDelivery = After(device.LastDelivery, step);
        }

        static async Task After(Task before, Func<Task> step)
        {
            // Never inside the gate, and whatever became of the step before.
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            await step().ConfigureAwait(false);
        }
    }
}

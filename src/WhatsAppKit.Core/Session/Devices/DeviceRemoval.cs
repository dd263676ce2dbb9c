using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Session.Devices;

/// <summary>What follows when a device is unlinked: it must not read what is sent from now on.</summary>
internal static class DeviceRemoval
{
    /// <summary>Drops the device's sessions and identity, and every sender key of ours that it may have.</summary>
    public static async ValueTask ApplyAsync(StateTransaction transaction, Jid user, IReadOnlyCollection<int> devices, CancellationToken cancellationToken)
    {
        var addresses = new List<SignalAddress>();
        foreach (var form in await IdentityChange.FormsAsync(transaction, user, cancellationToken).ConfigureAwait(false))
        {
            addresses.AddRange(devices.Select(device => new SignalAddress(form.WithDevice(device))));
        }

        await IdentityChange.DeleteAsync(transaction, addresses, cancellationToken).ConfigureAwait(false);
        foreach (var group in await SenderKeyHolders.GroupsAsync(transaction, cancellationToken).ConfigureAwait(false))
        {
            var holders = await SenderKeyHolders.LoadAsync(transaction, group, cancellationToken).ConfigureAwait(false);
            if (addresses.Exists(holders.MayHave))
            {
                await transaction.SenderKeys.DropOwnAsync(group, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

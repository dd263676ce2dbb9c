using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.Devices;

/// <summary>What follows from another identity key of a device or a person: what was shared with the old one is void.</summary>
internal static class IdentityChange
{
    // A device's number is one byte on the wire.
    private const int DeviceNumbers = 256;

    /// <summary>
    /// Takes note of the identity a device has proven, or the server vouched for. When it is another than before, the
    /// device's earlier sessions go, and if it is a phone those of all devices linked to it.
    /// </summary>
    public static async ValueTask NoteAsync(
        StateTransaction transaction, Jid device, SignalAddress address, PublicKey identity, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var known = await transaction.Identities.GetAsync(address, cancellationToken).ConfigureAwait(false);
        if (identity.Equals(known))
        {
            return;
        }

        transaction.Identities.Set(address, identity);
        if (known is null)
        {
            return;
        }

        var record = await transaction.Sessions.GetAsync(address, cancellationToken).ConfigureAwait(false);
        record.DropArchived();
        transaction.Sessions.Touch(address);
        if (device.Device == 0)
        {
            await ForgetAsync(transaction, device.ToUser(), except: address, cancellationToken).ConfigureAwait(false);
        }

        await DoubtAsync(transaction, [address], cancellationToken).ConfigureAwait(false);
        transaction.Raise(new IdentityChanged(device.ToUser(), IsImplicit: true, at));
    }

    /// <summary>The server announced that a person's phone has a new identity.</summary>
    public static async ValueTask AnnouncedAsync(StateTransaction transaction, Jid user, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await ForgetAsync(transaction, user, except: null, cancellationToken).ConfigureAwait(false);
        transaction.Raise(new IdentityChanged(user, IsImplicit: false, at));
    }

    /// <summary>Drops sessions and identities of all devices of a person, under both addressings.</summary>
    private static async ValueTask ForgetAsync(
        StateTransaction transaction, Jid user, SignalAddress? except, CancellationToken cancellationToken)
    {
        var addresses = new List<SignalAddress>();
        foreach (var form in await FormsAsync(transaction, user, cancellationToken).ConfigureAwait(false))
        {
            addresses.AddRange(Enumerable.Range(0, DeviceNumbers).Select(number => new SignalAddress(form.WithDevice(number))));
        }

        addresses.RemoveAll(address => address == except);
        await DeleteAsync(transaction, addresses, cancellationToken).ConfigureAwait(false);
        await DoubtAsync(transaction, addresses, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A person's addresses: the one in use, and the phone number where that is the earlier one.</summary>
    public static async ValueTask<IReadOnlyList<Jid>> FormsAsync(StateTransaction transaction, Jid user, CancellationToken cancellationToken)
    {
        var current = await transaction.AddressOfAsync(user.ToUser(), cancellationToken).ConfigureAwait(false);
        var earlier = await transaction.EarlierAddressAsync(current, cancellationToken).ConfigureAwait(false);
        return earlier is { } phone ? [current.Jid, phone.Jid] : [current.Jid];
    }

    /// <summary>Deletes what is kept of devices, reading the store as a whole and not for each.</summary>
    public static async ValueTask DeleteAsync(
        StateTransaction transaction, IReadOnlyList<SignalAddress> addresses, CancellationToken cancellationToken)
    {
        string[] keys = [.. addresses.Select(address => address.Key)];
        await transaction.PreloadAsync(StoreKind.Session, keys, cancellationToken).ConfigureAwait(false);
        await transaction.PreloadAsync(StoreKind.Identity, keys, cancellationToken).ConfigureAwait(false);
        foreach (var address in addresses)
        {
            if (await transaction.GetAsync(StoreKind.Session, address.Key, cancellationToken).ConfigureAwait(false) is not null)
            {
                transaction.Sessions.Delete(address);
            }

            if (await transaction.GetAsync(StoreKind.Identity, address.Key, cancellationToken).ConfigureAwait(false) is not null)
            {
                transaction.Identities.Delete(address);
            }
        }
    }

    /// <summary>Our sender keys must be given to these devices again before they can read the next group message.</summary>
    private static async ValueTask DoubtAsync(
        StateTransaction transaction, IReadOnlyList<SignalAddress> addresses, CancellationToken cancellationToken)
    {
        foreach (var group in await SenderKeyHolders.GroupsAsync(transaction, cancellationToken).ConfigureAwait(false))
        {
            var holders = await SenderKeyHolders.LoadAsync(transaction, group, cancellationToken).ConfigureAwait(false);
            var changed = false;
            foreach (var address in addresses)
            {
                changed |= holders.Doubt(address);
            }

            if (changed)
            {
                await holders.SaveAsync(transaction, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

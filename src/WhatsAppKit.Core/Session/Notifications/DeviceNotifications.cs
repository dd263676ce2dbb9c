using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Session.Notifications;

/// <summary>What the server tells about people's device lists, our own account's included.</summary>
internal sealed class DeviceNotifications(DeviceState state, DeviceDirectory directory)
{
    /// <summary>A person linked or unlinked a device.</summary>
    public Task HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        var user = notification.Jid("from") ?? throw new ProtocolException("A notification about devices has no sender.");
        var alternate = notification.Jid("lid");

        // First of all, so that whatever is being prepared with the old list sees that it is stale.
        directory.Forget(user, alternate);
        var removed = notification.ChildrenOf("remove").SelectMany(change => change.ChildrenOf("device"))
            .Select(device => device.Jid("jid")?.Device).OfType<int>().ToArray();
        return state.UpdateAsync(
            async transaction =>
            {
                if (alternate is { IsLid: true } lid && user.IsPhoneNumber)
                {
                    await transaction.LearnLidAsync(user, lid, cancellationToken).ConfigureAwait(false);
                }

                if (removed.Length > 0)
                {
                    await DeviceRemoval.ApplyAsync(transaction, user, removed, cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken);
    }

    /// <summary>Something of our own account changed, perhaps its devices: who has a sender key is compared before the next use.</summary>
    public Task HandleOwnAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        directory.ForgetAll();
        return Task.CompletedTask;
    }
}

using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Session.Notifications;

/// <summary>What the server tells about keys: ours run low, or a person has a new identity.</summary>
internal sealed class EncryptNotifications(DeviceState state, PreKeyService preKeys, DeviceDirectory directory, WorkQueue work, TimeProvider time)
{
    public Task HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        var from = notification.Jid("from") ?? throw new ProtocolException("A notification about keys has no sender.");
        if (from == Jid.WhatsAppServer)
        {
            work.TryAdd("top up pre-keys", preKeys.EnsureAsync);
            return Task.CompletedTask;
        }

        // Only the phone's identity is the account's. Our own is announced to us by being logged out.
        return notification.Child("identity") is null || from.Device != 0 || state.Credentials.IsOwnUser(from)
            ? Task.CompletedTask
            : ChangeAsync(from, cancellationToken);
    }

    private Task ChangeAsync(Jid user, CancellationToken cancellationToken)
    {
        directory.ForgetAll();
        return state.UpdateAsync(
            transaction => IdentityChange.AnnouncedAsync(transaction, user, time.GetUtcNow(), cancellationToken).AsTask(), cancellationToken);
    }
}

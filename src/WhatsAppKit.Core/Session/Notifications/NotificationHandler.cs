using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Receipts;

namespace WhatsAppKit.Core.Session.Notifications;

/// <summary>Takes notifications: those about pre-keys and device lists are acted on; every one is acknowledged.</summary>
internal sealed class NotificationHandler(IWhatsAppSession session, PreKeyService preKeys, DeviceDirectory directory, WorkQueue work)
{
    public async ValueTask HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        switch (notification["type"])
        {
            case "encrypt" when notification.Jid("from") == Jid.WhatsAppServer:
                work.TryAdd("top up pre-keys", preKeys.EnsureAsync);
                break;
            case "devices":
                Forget(notification.Jid("from"));
                Forget(notification.Jid("lid"));
                break;
            case "account_sync":
                directory.ForgetAll();
                break;
        }

        await session.SendAsync(ReceiptNodes.Ack(notification), cancellationToken).ConfigureAwait(false);
    }

    private void Forget(Jid? user)
    {
        if (user is { } known)
        {
            directory.Forget(known);
        }
    }
}

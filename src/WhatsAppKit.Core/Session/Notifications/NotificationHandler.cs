using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Receipts;

namespace WhatsAppKit.Core.Session.Notifications;

/// <summary>Takes notifications: whoever registered for a type is told, and every one is acknowledged after that.</summary>
internal sealed class NotificationHandler
{
    private readonly IWhatsAppSession _session;
    private readonly Dictionary<string, List<Func<BinaryNode, CancellationToken, ValueTask>>> _handlers = [];

    public NotificationHandler(IWhatsAppSession session, PreKeyService preKeys, DeviceDirectory directory, WorkQueue work)
    {
        _session = session;
        On("encrypt", notification =>
        {
            if (notification.Jid("from") == Jid.WhatsAppServer)
            {
                work.TryAdd("top up pre-keys", preKeys.EnsureAsync);
            }
        });
        On("devices", notification =>
        {
            Forget(notification.Jid("from"));
            Forget(notification.Jid("lid"));
        });
        On("account_sync", _ => directory.ForgetAll());

        void Forget(Jid? user)
        {
            if (user is { } known)
            {
                directory.Forget(known);
            }
        }
    }

    /// <summary>Registers for notifications of a type, besides those who did before. A handler may send, but never wait for an answer.</summary>
    public void On(string type, Func<BinaryNode, CancellationToken, ValueTask> handler)
    {
        if (!_handlers.TryGetValue(type, out var handlers))
        {
            _handlers.Add(type, handlers = []);
        }

        handlers.Add(handler);
    }

    public async ValueTask HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        foreach (var handler in _handlers.GetValueOrDefault(notification["type"] ?? "") ?? [])
        {
            await handler(notification, cancellationToken).ConfigureAwait(false);
        }

        await _session.SendAsync(ReceiptNodes.Ack(notification), cancellationToken).ConfigureAwait(false);
    }

    private void On(string type, Action<BinaryNode> handler) => On(type, (notification, _) =>
    {
        handler(notification);
        return ValueTask.CompletedTask;
    });
}

using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Receipts;

namespace WhatsAppKit.Core.Session.Notifications;

/// <summary>
/// Takes notifications and hands each to whoever knows its type. Every one is acknowledged, also one that nobody knows or
/// that is malformed: the server would only repeat it.
/// </summary>
internal sealed class NotificationHandler(IWhatsAppSession session, ILogger logger)
{
    private readonly Dictionary<string, Func<BinaryNode, CancellationToken, Task>> _types = [];

    /// <summary>Registers who takes notifications of a type. What it changes must be durable when it returns.</summary>
    public void Handle(string type, Func<BinaryNode, CancellationToken, Task> handler) => _types.Add(type, handler);

    public async ValueTask HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        if (notification["type"] is { } type && _types.TryGetValue(type, out var handler))
        {
            try
            {
                await handler(notification, cancellationToken).ConfigureAwait(false);
            }
            catch (ProtocolException error)
            {
                SessionLog.StanzaFailed(logger, notification.Tag, error);
            }
        }

        await session.SendAsync(ReceiptNodes.Ack(notification), cancellationToken).ConfigureAwait(false);
    }
}

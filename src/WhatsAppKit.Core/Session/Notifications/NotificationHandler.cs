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
    private readonly Dictionary<string, List<Func<BinaryNode, CancellationToken, Task>>> _types = [];

    /// <summary>
    /// Registers who takes notifications of a type, besides those who did before. What it changes must be durable when it
    /// returns; it may send, but never wait for an answer.
    /// </summary>
    public void Handle(string type, Func<BinaryNode, CancellationToken, Task> handler)
    {
        if (!_types.TryGetValue(type, out var handlers))
        {
            _types.Add(type, handlers = []);
        }

        handlers.Add(handler);
    }

    public async ValueTask HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        foreach (var handler in _types.GetValueOrDefault(notification["type"] ?? "") ?? [])
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

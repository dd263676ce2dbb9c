using System.Globalization;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Messages;

/// <summary>Tells the server, and through it the writers and our own devices, what was read or played here.</summary>
internal sealed class ReadMarker(IWhatsAppSession session, ReadReceiptSetting setting, TimeProvider time)
{
    /// <summary>The most ids one receipt may carry.</summary>
    public const int MaxIds = 256;

    /// <param name="messages">What was read; own messages among them need no receipt.</param>
    /// <param name="kind"><c>read</c> or <c>played</c>.</param>
    /// <param name="cancellationToken">Stops between two receipts.</param>
    public async Task MarkAsync(IReadOnlyList<MessageReference> messages, string kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var foreign = messages.Where(message => !message.FromMe).ToArray();
        if (foreign.Length == 0)
        {
            return;
        }

        if (Array.Exists(foreign, message => string.IsNullOrEmpty(message.Id) || message.Chat.IsEmpty || message.Sender.IsEmpty))
        {
            throw new ArgumentException("A message is named by its chat, its id and who wrote it.", nameof(messages));
        }

        var isTold = await setting.IsOnAsync(cancellationToken).ConfigureAwait(false);
        foreach (var group in foreign.GroupBy(message => (Chat: message.Chat.ToUser(), Author: Author(message))))
        {
            var type = isTold && group.Key.Chat.Server != JidServer.Newsletter ? kind : kind + "-self";
            foreach (var ids in group.Select(message => message.Id).Distinct().Chunk(MaxIds))
            {
                await session.SendAsync(Receipt(group.Key.Chat, group.Key.Author, type, ids), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whose messages they are, where the chat does not tell.</summary>
    private static Jid? Author(MessageReference message) =>
        message.Chat.Server is JidServer.Group or JidServer.Broadcast ? message.Sender.ToUser() : null;

    private BinaryNode Receipt(Jid chat, Jid? author, string type, string[] ids)
    {
        NodeAttribute[] attributes =
        [
            ("id", ids[0]),
            ("to", chat),
            ("participant", author),
            ("type", type),
            ("t", time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ];
        return ids.Length == 1
            ? new BinaryNode("receipt", attributes)
            : new BinaryNode("receipt", attributes, new BinaryNode("list", null, [.. ids[1..].Select(id => new BinaryNode("item", [("id", id)]))]));
    }
}

using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Marks received messages as read or played; own ones are passed over.</summary>
internal sealed class ReadMarks(StoredMessages messages, IInstanceConnections connections)
{
    private const int MaxIds = 256;

    public async Task MarkAsync(TenantContext tenant, string id, string? chat, bool isPlayed, CancellationToken cancellationToken) =>
        await MarkAsync(tenant, [await messages.RequireAsync(tenant, id, chat, cancellationToken).ConfigureAwait(false)], isPlayed, cancellationToken).ConfigureAwait(false);

    public async Task MarkAsync(TenantContext tenant, MarkMessagesRequest request, CancellationToken cancellationToken)
    {
        var chat = request.Chat is { } named ? Recipient.Parse(named, "chat") : (Core.Binary.Jid?)null;
        if (request.MessageIds is not { Count: >= 1 and <= MaxIds } ids)
        {
            throw GatewayException.Invalid("messageIds", $"1 to {MaxIds} ids are needed.");
        }

        var rows = new List<StoredMessage>(ids.Count);
        foreach (var id in ids)
        {
            rows.Add(await messages.NamedAsync(tenant, id, "messageIds", chat, "chat", cancellationToken).ConfigureAwait(false));
        }

        await MarkAsync(tenant, rows, request.Played ?? false, cancellationToken).ConfigureAwait(false);
    }

    private Task<Nothing> MarkAsync(TenantContext tenant, IReadOnlyList<StoredMessage> rows, bool isPlayed, CancellationToken cancellationToken)
    {
        // Rows of before senders were kept name the writer in a chat with one person: it is the chat.
        MarkedMessage[] marked = [.. rows.Where(row => !row.IsOutgoing).Select(row => new MarkedMessage(row.Chat, row.MessageId, row.Sender.Length > 0 ? row.Sender : row.Chat))];
        return connections.AskAsync(
            InstanceRef.Of(tenant), MessageOperations.Mark, new MarkMessages(isPlayed, marked), cancellationToken);
    }
}

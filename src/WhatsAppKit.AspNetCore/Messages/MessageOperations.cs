using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Messages of others to mark.</summary>
/// <param name="IsPlayed">True for played, false for read.</param>
/// <param name="Messages">Which.</param>
internal sealed record MarkMessages(bool IsPlayed, IReadOnlyList<MarkedMessage> Messages);

/// <summary>A message by its chat, id and writer.</summary>
internal sealed record MarkedMessage(string Chat, string Id, string Sender);

/// <summary>What an instance does with messages besides sending them.</summary>
internal static class MessageOperations
{
    public static readonly InstanceOperation<MarkMessages, Nothing> Mark = Operation.Do<MarkMessages>("messages.mark", (client, request, cancellationToken) =>
    {
        var messages = request.Messages.Select(each => new MessageReference(Jid.Parse(each.Chat), each.Id, Jid.Parse(each.Sender), FromMe: false)).ToArray();
        return request.IsPlayed ? client.Messages.MarkPlayedAsync(messages, cancellationToken) : client.Messages.MarkReadAsync(messages, cancellationToken);
    });
}

using WhatsAppKit.Client.Http;
using WhatsAppKit.Client.Messages;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.Client;

/// <summary>What is done with messages all the time, in fewer words.</summary>
public static class MessagesClientExtensions
{
    /// <summary>Sends text.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="recipient">A number with or without +, or a JID.</param>
    /// <param name="text">1 to 65,536 characters.</param>
    /// <param name="cancellationToken">Stops waiting; the message may still be sent.</param>
    public static Task<SentMessageResponse> SendTextAsync(
        this IMessagesClient messages, string recipient, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return messages.SendTextAsync(new SendTextRequest { To = recipient, Text = text }, cancellationToken: cancellationToken);
    }

    /// <summary>All messages, latest first, read page by page as they are asked for.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="chat">The chat, a number or a JID; null for all.</param>
    /// <param name="direction"><c>in</c> or <c>out</c>; null for both.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static IAsyncEnumerable<MessageResponse> ListAllAsync(
        this IMessagesClient messages, string? chat = null, string? direction = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return Pages.ReadAsync(
            (cursor, token) => messages.ListAsync(cursor: cursor, chat: chat, direction: direction, cancellationToken: token),
            page => page.Items,
            page => page.NextCursor,
            cancellationToken);
    }
}

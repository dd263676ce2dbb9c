using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.Client.Messages;

/// <summary>The messages of the instance.</summary>
public interface IMessagesClient
{
    /// <summary>Sends text and returns once WhatsApp has accepted it.</summary>
    /// <param name="recipient">A number with or without +, or a JID.</param>
    /// <param name="text">1 to 65,536 characters.</param>
    /// <param name="cancellationToken">Stops waiting; the message may still be sent.</param>
    Task<SentMessageResponse> SendTextAsync(string recipient, string text, CancellationToken cancellationToken = default);

    /// <summary>One page of messages in both directions, latest first.</summary>
    /// <param name="limit">1 to 100; null for the gateway's default of 50.</param>
    /// <param name="cursor">The <see cref="MessagePage.NextCursor"/> of the page before; null for the first.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<MessagePage> ListAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default);
}

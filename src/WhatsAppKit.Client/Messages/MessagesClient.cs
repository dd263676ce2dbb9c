using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.Client.Messages;

internal sealed class MessagesClient(IIntegrationApi api) : IMessagesClient
{
    public Task<SentMessageResponse> SendTextAsync(string recipient, string text, CancellationToken cancellationToken = default) =>
        api.SendTextAsync(new SendTextRequest { To = recipient, Text = text }, cancellationToken);

    public Task<MessagePage> ListAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        api.ListMessagesAsync(limit, cursor, cancellationToken);
}

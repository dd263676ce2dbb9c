using WhatsAppKit.Client;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Webhooks;

namespace WhatsAppKit.EchoBot;

/// <summary>Answers each text with itself.</summary>
internal sealed class Echo(IWhatsAppGateway gateway) : IWebhookHandler
{
    public async Task HandleAsync(GatewayEvent happened, CancellationToken cancellationToken)
    {
        if (happened.Type == EventTypes.MessageReceived
            && happened.ReadData<MessageEventData>().Message is { Kind: "text", Direction: "in", Text: { Length: > 0 } text } message)
        {
            await gateway.Messages.SendTextAsync(message.Chat, text, cancellationToken);
        }
    }
}

using WhatsAppKit.AspNetCore.Embedding;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.EmbeddedApp;

/// <summary>Shows what customers write to the shop.</summary>
internal sealed class Inbox(Shop shop) : IGatewayEventHandler
{
    private const int Shown = 20;

    public Task HandleAsync(string subscriptionId, GatewayEvent happened, CancellationToken cancellationToken)
    {
        if (happened.Type == EventTypes.MessageReceived && happened.InstanceId == shop.Device?.InstanceId)
        {
            var message = happened.DataAs<MessageEventData>().Message;
            shop.Received.Enqueue($"{message.From}: {message.Text}");
            while (shop.Received.Count > Shown)
            {
                shop.Received.TryDequeue(out _);
            }
        }

        return Task.CompletedTask;
    }
}

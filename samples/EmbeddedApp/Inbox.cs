using WhatsAppKit.AspNetCore.Embedding;

namespace WhatsAppKit.EmbeddedApp;

/// <summary>Shows what customers write to the shop.</summary>
internal sealed class Inbox(Shop shop) : IGatewayEventHandler
{
    private const int Shown = 20;

    public Task HandleAsync(GatewayEvent happened, CancellationToken cancellationToken)
    {
        if (happened is MessageArrived { Message: var message } arrived && arrived.Instance == shop.Device)
        {
            shop.Received.Enqueue($"{message.From}: {message.Text}");
            while (shop.Received.Count > Shown)
            {
                shop.Received.TryDequeue(out _);
            }
        }

        return Task.CompletedTask;
    }
}

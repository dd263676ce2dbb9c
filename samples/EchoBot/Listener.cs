using WhatsAppKit.Client;
using WhatsAppKit.Client.Events;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.EchoBot;

/// <summary>
/// Hears live what the gateway would otherwise post, for an application that the gateway cannot reach. A connection that breaks is made again and
/// misses nothing; when the gateway refuses, the key having been revoked for instance, the application ends.
/// </summary>
internal sealed partial class Listener(IWhatsAppGateway gateway, Echo echo, ILogger<Listener> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wanted = new EventSubscription { Types = [EventTypes.MessageReceived], WithContent = true };
        await foreach (var happened in gateway.Events.SubscribeAsync(wanted, stoppingToken))
        {
            try
            {
                await echo.HandleAsync(happened, stoppingToken);
            }
            catch (WhatsAppGatewayException error)
            {
                // One answer that cannot be sent must not keep the others waiting.
                NotAnswered(happened.Id, error);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Event {Id} was not answered.")]
    private partial void NotAnswered(string id, Exception error);
}

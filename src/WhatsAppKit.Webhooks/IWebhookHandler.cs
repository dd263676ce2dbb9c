using System.Diagnostics.CodeAnalysis;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Webhooks;

/// <summary>
/// Is told every event that a webhook receives. Register it as a service: <c>services.AddScoped&lt;IWebhookHandler, Inbox&gt;()</c>; each
/// event has the scope of its request.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It handles webhooks; no delegate of .NET events is meant.")]
public interface IWebhookHandler
{
    /// <summary>Takes one event. What it throws makes the gateway send the event again, to all handlers.</summary>
    /// <param name="happened">What happened; types that are not known are to be passed over, as more may come.</param>
    /// <param name="cancellationToken">The host is stopping: the event is sent again.</param>
    Task HandleAsync(GatewayEvent happened, CancellationToken cancellationToken);
}

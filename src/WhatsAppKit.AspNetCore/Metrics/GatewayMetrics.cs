using System.Diagnostics.Metrics;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Metrics;

/// <summary>
/// What happens in the gateway, as metrics of the meter <c>WhatsAppKit</c>. No label names a tenant, an instance or a person: a label's
/// values are words of this program, and few.
/// </summary>
internal sealed class GatewayMetrics
{
    private const string MessagePrefix = "message.";

    private readonly Counter<long> _events;
    private readonly Counter<long> _messages;
    private readonly Histogram<double> _sending;
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _delivering;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _limited;

    public GatewayMetrics(IMeterFactory meters, ConnectionFeed connections)
    {
        var meter = meters.Create(InstanceMetrics.MeterName);
        _events = meter.CreateCounter<long>("whatsappkit.events", "{event}", "Events that were committed, by type.");
        _messages = meter.CreateCounter<long>(
            "whatsappkit.messages", "{message}", "Messages, by what became of them: accepted, sent, delivered, read, played, failed, received.");
        _sending = meter.CreateHistogram<double>("whatsappkit.messages.send.duration", "s", "From the attempt to send a message to WhatsApp's answer.");
        _deliveries = meter.CreateCounter<long>("whatsappkit.webhooks.attempts", "{attempt}", "Attempts to deliver to a webhook, by outcome.");
        _delivering = meter.CreateHistogram<double>("whatsappkit.webhooks.duration", "s", "How long an attempt to deliver to a webhook took.");
        _changes = meter.CreateCounter<long>("whatsappkit.connections.changes", "{change}", "Changes of instances' connections, by the new state.");
        _limited = meter.CreateCounter<long>("whatsappkit.requests.limited", "{request}", "Requests that were refused by a rate limit, by its kind.");
        connections.Changed += OnChanged;
    }

    /// <summary>An event was committed. Messages are counted by theirs: there is one for each step.</summary>
    public void Happened(string type)
    {
        _events.Add(1, Label("type", type));
        if (type.StartsWith(MessagePrefix, StringComparison.Ordinal) && type[MessagePrefix.Length..] is "accepted" or "sent" or "delivered" or "read" or "played" or "failed" or "received")
        {
            _messages.Add(1, Label("event", type[MessagePrefix.Length..]));
        }
    }

    /// <summary>WhatsApp took a message.</summary>
    public void Sent(TimeSpan took) => _sending.Record(took.TotalSeconds);

    /// <summary>An attempt to deliver ended.</summary>
    /// <param name="error">What went wrong in a word; null for nothing.</param>
    /// <param name="took">How long it took.</param>
    public void Delivered(string? error, TimeSpan took)
    {
        var outcome = Label("outcome", error ?? "delivered");
        _deliveries.Add(1, outcome);
        _delivering.Record(took.TotalSeconds, outcome);
    }

    /// <summary>A request was refused.</summary>
    public void Limited(RatePolicy policy) => _limited.Add(1, Label("limit", policy.ToString().ToLowerInvariant()));

    private Task OnChanged(InstanceRef instance, ConnectionStatus status)
    {
        _changes.Add(1, Label("state", status.State.ToString()));
        return Task.CompletedTask;
    }

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);
}

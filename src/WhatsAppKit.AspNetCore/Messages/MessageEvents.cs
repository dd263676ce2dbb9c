using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.AspNetCore.Metrics;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Tells the log and the metrics of messages on their way out.</summary>
internal sealed class MessageEvents(GatewayLogs logs, GatewayMetrics metrics, TimeProvider time)
{
    /// <summary>The message is durable.</summary>
    public void Accepted(InstanceRef instance, AcceptedMessage message) =>
        BusinessLog.MessageAccepted(logs.Business, instance.InstanceId, message.Id, message.Draft.Kind, Masked.Address(message.Draft.Chat.ToString()));

    /// <summary>WhatsApp has it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="began">When the attempt began, by the clock's timestamps.</param>
    public void Sent(WaitingMessage message, long began)
    {
        var took = time.GetElapsedTime(began);
        metrics.Sent(took);
        BusinessLog.MessageSent(logs.Business, message.Instance.InstanceId, message.Id, took.TotalMilliseconds);
    }

    /// <summary>It will not be sent; by a code only: an exception's words may repeat what somebody wrote.</summary>
    public void Failed(WaitingMessage message, string code) =>
        BusinessLog.MessageFailed(logs.Business, message.Instance.InstanceId, message.Id, code);
}

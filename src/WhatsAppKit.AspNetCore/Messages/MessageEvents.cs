using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Messages.Kinds;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Tells of messages on their way out.</summary>
internal sealed class MessageEvents(GatewayLogs logs, TimeProvider time)
{
    /// <summary>The message is durable; returns the moment from which its way out is measured.</summary>
    public long Accepted(InstanceRef instance, QueuedMessage message)
    {
        BusinessLog.MessageAccepted(logs.Business, instance.InstanceId, message.Id, message.Kind, Masked.Address(message.Chat.ToString()));
        return time.GetTimestamp();
    }

    public void Sent(InstanceRef instance, string messageId, long accepted) =>
        BusinessLog.MessageSent(logs.Business, instance.InstanceId, messageId, time.GetElapsedTime(accepted).TotalMilliseconds);

    /// <summary>What went wrong by its kind only: an exception's words may repeat what somebody wrote.</summary>
    public void Failed(InstanceRef instance, string messageId, Exception error) =>
        BusinessLog.MessageFailed(logs.Business, instance.InstanceId, messageId, error is GatewayException { Code: var code } ? code : error.GetType().Name);
}

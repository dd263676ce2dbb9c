using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>Who runs an instance, and how to ask it: in process here, a grain in a cluster.</summary>
internal interface IInstanceConnections
{
    Task ConnectAsync(InstanceRef instance, CancellationToken cancellationToken);

    Task DisconnectAsync(InstanceRef instance, CancellationToken cancellationToken);

    /// <summary>Ends the instance's connection for good, before its data is deleted.</summary>
    Task RemoveAsync(InstanceRef instance, CancellationToken cancellationToken);

    ConnectionStatus GetStatus(InstanceRef instance);

    /// <exception cref="WhatsAppNotConnectedException">The instance is not connected.</exception>
    string CreateMessageId(InstanceRef instance);

    Task<SentMessage> SendTextAsync(InstanceRef instance, Jid to, string text, string id, CancellationToken cancellationToken);
}

using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>Who runs an instance, and how to ask it: in process here, a grain in a cluster.</summary>
internal interface IInstanceConnections
{
    Task ConnectAsync(InstanceRef instance, CancellationToken cancellationToken);

    Task DisconnectAsync(InstanceRef instance, CancellationToken cancellationToken);

    /// <summary>Ends the instance's connection for good, before its data is deleted.</summary>
    Task RemoveAsync(InstanceRef instance, CancellationToken cancellationToken);

    /// <summary>Unlinks the instance from its account, and deletes what its session knew once WhatsApp has confirmed it.</summary>
    /// <exception cref="WhatsAppNotConnectedException">The instance is not connected.</exception>
    Task LogOutAsync(InstanceRef instance, CancellationToken cancellationToken);

    ConnectionStatus GetStatus(InstanceRef instance);

    /// <summary>Sends a stored message and returns when WhatsApp has accepted it.</summary>
    /// <exception cref="WhatsAppNotConnectedException">The instance is not connected.</exception>
    Task<SentMessage> SendAsync(InstanceRef instance, QueuedMessage message, CancellationToken cancellationToken);

    /// <summary>Asks a connected instance for something.</summary>
    /// <exception cref="WhatsAppNotConnectedException">The instance is not connected.</exception>
    Task<TAnswer> AskAsync<TRequest, TAnswer>(
        InstanceRef instance, InstanceOperation<TRequest, TAnswer> operation, TRequest request, CancellationToken cancellationToken);
}

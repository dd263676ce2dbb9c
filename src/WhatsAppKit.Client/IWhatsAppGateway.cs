using WhatsAppKit.Client.Instances;
using WhatsAppKit.Client.Messages;

namespace WhatsAppKit.Client;

/// <summary>A gateway as one instance sees it. Every call throws <see cref="WhatsAppGatewayException"/> when it fails.</summary>
public interface IWhatsAppGateway
{
    /// <summary>Sends and lists messages.</summary>
    IMessagesClient Messages { get; }

    /// <summary>The instance itself.</summary>
    IInstanceClient Instance { get; }
}

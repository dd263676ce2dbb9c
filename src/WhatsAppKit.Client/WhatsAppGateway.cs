using WhatsAppKit.Client.Http;
using WhatsAppKit.Client.Instances;
using WhatsAppKit.Client.Messages;

namespace WhatsAppKit.Client;

internal sealed class WhatsAppGateway(IIntegrationApi api) : IWhatsAppGateway
{
    public IMessagesClient Messages { get; } = new MessagesClient(api);

    public IInstanceClient Instance { get; } = new InstanceClient(api);
}

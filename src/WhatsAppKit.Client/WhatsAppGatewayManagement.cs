using WhatsAppKit.Client.ApiKeys;
using WhatsAppKit.Client.Auth;
using WhatsAppKit.Client.Http;
using WhatsAppKit.Client.Instances;

namespace WhatsAppKit.Client;

internal sealed class WhatsAppGatewayManagement(IManagementApi api) : IWhatsAppGatewayManagement
{
    public IAuthClient Auth { get; } = new AuthClient(api);

    public IWhatsAppGatewayAccount WithToken(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new Account(new InstancesClient(api, token), new ApiKeysClient(api, token));
    }

    private sealed class Account(IInstancesClient instances, IApiKeysClient keys) : IWhatsAppGatewayAccount
    {
        public IInstancesClient Instances => instances;

        public IApiKeysClient ApiKeys => keys;
    }
}

using WhatsAppKit.Client.ApiKeys;
using WhatsAppKit.Client.Audit;
using WhatsAppKit.Client.Auth;
using WhatsAppKit.Client.Documentation;
using WhatsAppKit.Client.Events;
using WhatsAppKit.Client.Health;
using WhatsAppKit.Client.Http;
using WhatsAppKit.Client.Instances;
using WhatsAppKit.Client.Stats;
using WhatsAppKit.Client.Subscriptions;
using WhatsAppKit.Client.Users;
using WhatsAppKit.Client.Webhooks;

namespace WhatsAppKit.Client;

internal sealed class WhatsAppGatewayManagement(GatewayHttp http) : IWhatsAppGatewayManagement
{
    private readonly GatewayApi _open = http.Create(null);

    public IAuthClient Auth => field ??= _open.Create<IAuthClient>();

    public IHealthClient Health => field ??= _open.Create<IHealthClient>();

    public IDocumentationClient Documentation => field ??= _open.Create<IDocumentationClient>();

    public IWhatsAppGatewayAccount WithToken(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new Account(http, token);
    }

    public IOperatorClient WithOperatorKey(string operatorKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(operatorKey);
        return http.Create(operatorKey).Create<IOperatorClient>();
    }

    private sealed class Account(GatewayHttp http, string token) : IWhatsAppGatewayAccount
    {
        private readonly GatewayApi _api = http.Create(token);

        public IMyselfClient Myself => field ??= _api.Create<IMyselfClient>();

        public ISubscriptionClient Subscription => field ??= _api.Create<ISubscriptionClient>();

        public IInstancesClient Instances => field ??= _api.Create<IInstancesClient>();

        public IApiKeysClient ApiKeys => field ??= _api.Create<IApiKeysClient>();

        public IWebhooksClient Webhooks => field ??= _api.Create<IWebhooksClient>();

        public IUsersClient Users => field ??= _api.Create<IUsersClient>();

        public IAuditClient Audit => field ??= _api.Create<IAuditClient>();

        public IManagedStatsClient Stats => field ??= _api.Create<IManagedStatsClient>();

        public IEventsClient Events => field ??= new EventsClient(_api.Create<IEventPagesClient>(), _api.Create<IEventStreamApi>());

        public IWhatsAppGateway AsInstance(string instanceId)
        {
            ArgumentException.ThrowIfNullOrEmpty(instanceId);
            return new WhatsAppGateway(http.Create(token, instanceId));
        }
    }
}

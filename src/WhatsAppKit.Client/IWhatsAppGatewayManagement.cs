using WhatsAppKit.Client.ApiKeys;
using WhatsAppKit.Client.Audit;
using WhatsAppKit.Client.Auth;
using WhatsAppKit.Client.Documentation;
using WhatsAppKit.Client.Events;
using WhatsAppKit.Client.Health;
using WhatsAppKit.Client.Instances;
using WhatsAppKit.Client.Stats;
using WhatsAppKit.Client.Subscriptions;
using WhatsAppKit.Client.Users;
using WhatsAppKit.Client.Webhooks;

namespace WhatsAppKit.Client;

/// <summary>A gateway as people manage it. Every call throws <see cref="WhatsAppGatewayException"/> when it fails.</summary>
public interface IWhatsAppGatewayManagement
{
    /// <summary>Registers and logs in.</summary>
    IAuthClient Auth { get; }

    /// <summary>Whether the gateway runs and can serve.</summary>
    IHealthClient Health { get; }

    /// <summary>The OpenAPI document.</summary>
    IDocumentationClient Documentation { get; }

    /// <summary>The gateway with the rights of one person.</summary>
    /// <param name="token">The token of a registration or login.</param>
    IWhatsAppGatewayAccount WithToken(string token);

    /// <summary>The gateway with the rights of its operator.</summary>
    /// <param name="operatorKey">The gateway's <c>OperatorKey</c>.</param>
    IOperatorClient WithOperatorKey(string operatorKey);
}

/// <summary>A gateway with the rights of one person; it holds the token and nothing else.</summary>
public interface IWhatsAppGatewayAccount
{
    /// <summary>The person.</summary>
    IMyselfClient Myself { get; }

    /// <summary>The subscription, its limits and its use.</summary>
    ISubscriptionClient Subscription { get; }

    /// <summary>The instances of the subscription.</summary>
    IInstancesClient Instances { get; }

    /// <summary>The API keys of its instances.</summary>
    IApiKeysClient ApiKeys { get; }

    /// <summary>The webhooks of the subscription and of its instances; for administrators.</summary>
    IWebhooksClient Webhooks { get; }

    /// <summary>The users of the subscription; for administrators.</summary>
    IUsersClient Users { get; }

    /// <summary>What happened in the subscription; for administrators.</summary>
    IAuditClient Audit { get; }

    /// <summary>What its instances sent and received.</summary>
    IManagedStatsClient Stats { get; }

    /// <summary>What happens in it.</summary>
    IEventsClient Events { get; }

    /// <summary>The gateway as one of its instances sees it: what programs do with a key, a person does with the token.</summary>
    /// <param name="instanceId">The instance.</param>
    IWhatsAppGateway AsInstance(string instanceId);
}

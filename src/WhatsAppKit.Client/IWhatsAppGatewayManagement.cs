using WhatsAppKit.Client.ApiKeys;
using WhatsAppKit.Client.Audit;
using WhatsAppKit.Client.Auth;
using WhatsAppKit.Client.Instances;
using WhatsAppKit.Client.Users;
using WhatsAppKit.Contracts.Auth;
using WhatsAppKit.Contracts.Subscriptions;

namespace WhatsAppKit.Client;

/// <summary>A gateway as people manage it. Every call throws <see cref="WhatsAppGatewayException"/> when it fails.</summary>
public interface IWhatsAppGatewayManagement
{
    /// <summary>Registers and logs in.</summary>
    IAuthClient Auth { get; }

    /// <summary>The gateway with the rights of one person.</summary>
    /// <param name="token">The token of a registration or login.</param>
    IWhatsAppGatewayAccount WithToken(string token);

    /// <summary>Gives a subscription another tier.</summary>
    /// <param name="operatorKey">The gateway's <c>OperatorKey</c>.</param>
    /// <param name="subscriptionId">The subscription.</param>
    /// <param name="tier">One of <see cref="Contracts.Subscriptions.Tiers"/>.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    Task<SubscriptionDetailResponse> ChangeTierAsync(
        string operatorKey, string subscriptionId, string tier, CancellationToken cancellationToken = default);
}

/// <summary>A gateway with the rights of one person; it holds the token and nothing else.</summary>
public interface IWhatsAppGatewayAccount
{
    /// <summary>The instances of the subscription.</summary>
    IInstancesClient Instances { get; }

    /// <summary>The API keys of its instances.</summary>
    IApiKeysClient ApiKeys { get; }

    /// <summary>The users of the subscription; for administrators.</summary>
    IUsersClient Users { get; }

    /// <summary>What happened in the subscription; for administrators.</summary>
    IAuditClient Audit { get; }

    /// <summary>The person and the subscription.</summary>
    Task<MeResponse> GetMeAsync(CancellationToken cancellationToken = default);

    /// <summary>The subscription, its limits and its use.</summary>
    Task<SubscriptionDetailResponse> GetSubscriptionAsync(CancellationToken cancellationToken = default);

    /// <summary>Changes the person's password. Every token of before ends, this account's too; the answer has new ones.</summary>
    Task<AuthResponse> ChangePasswordAsync(string currentPassword, string newPassword, CancellationToken cancellationToken = default);
}

using WhatsAppKit.Client.ApiKeys;
using WhatsAppKit.Client.Auth;
using WhatsAppKit.Client.Instances;

namespace WhatsAppKit.Client;

/// <summary>A gateway as people manage it. Every call throws <see cref="WhatsAppGatewayException"/> when it fails.</summary>
public interface IWhatsAppGatewayManagement
{
    /// <summary>Registers and logs in.</summary>
    IAuthClient Auth { get; }

    /// <summary>The gateway with the rights of one person.</summary>
    /// <param name="token">The token of a registration or login.</param>
    IWhatsAppGatewayAccount WithToken(string token);
}

/// <summary>A gateway with the rights of one person; it holds the token and nothing else.</summary>
public interface IWhatsAppGatewayAccount
{
    /// <summary>The instances of the subscription.</summary>
    IInstancesClient Instances { get; }

    /// <summary>The API keys of its instances.</summary>
    IApiKeysClient ApiKeys { get; }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WhatsAppKit.Testing;

/// <summary>How a gateway for tests is.</summary>
public sealed record GatewayFixtureOptions
{
    /// <summary>The clock of the gateway and of the sandbox; the waits of the fixture are in real time all the same. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Settings of the gateway besides the fixture's own, such as <c>WhatsAppGateway:Webhooks:RetryWaits:0</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Adds services to the gateway's application; they win over the gateway's own. Default: none.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>Takes the gateway's log. Default: no log.</summary>
    public Action<ILoggingBuilder>? ConfigureLogging { get; init; }

    /// <summary>The number of the phone that the instance is paired with: 5 to 15 digits.</summary>
    public string Number { get; init; } = "15550001";

    /// <summary>The number of the friend's phone: 5 to 15 digits.</summary>
    public string FriendNumber { get; init; } = "15550002";

    /// <summary>How long starting may take, in real time. Default: 60 seconds.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

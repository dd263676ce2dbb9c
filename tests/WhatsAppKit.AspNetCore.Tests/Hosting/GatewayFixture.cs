using WhatsAppKit.AspNetCore.Tests.Hosting.OpenApi;
using WhatsAppKit.AspNetCore.Tests.Logging;

[assembly: AssemblyFixture(typeof(WhatsAppKit.AspNetCore.Tests.GatewayFixture))]

namespace WhatsAppKit.AspNetCore.Tests;

/// <summary>One gateway for all tests that need no host of their own; each registers a tenant of its own.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    internal GatewayHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await GatewayHost.StartAsync();
        DeclaredProblems.Of(await ServedDocument.OfAsync(Host));
    }

    /// <summary>When everything has run, no line that was logged at any level has a secret in it.</summary>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        var leaks = SecretWatch.Suite.Find();
        var (lines, planted) = (SecretWatch.Suite.Lines, SecretWatch.Suite.Planted);
        SecretWatch.Suite.Dispose();
        Assert.True(leaks.Count == 0, $"{leaks.Count} of {lines} lines have one of {planted} secrets, such as{Environment.NewLine}{string.Join(Environment.NewLine, leaks.Take(20))}");
    }
}

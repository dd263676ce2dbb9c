using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox;

namespace WhatsAppKit.ReferenceHost;

/// <summary>The host with a WhatsApp of its own inside: nothing to install, and no telephone.</summary>
internal static class SandboxMode
{
    public static async Task<WhatsAppSandbox> AddAsync(WebApplicationBuilder builder, string dataDirectory)
    {
        // The sandbox remembers its phones and devices, so that pairings survive a restart here as they do with WhatsApp.
        var store = new FileSessionStore(Path.Combine(dataDirectory, "sandbox.store"));
        var sandbox = await WhatsAppSandbox.CreateAsync(new SandboxOptions { Store = store });
        builder.Services.AddSingleton(_ => store);
        builder.Services.AddSingleton(sandbox);
        builder.Services.AddSingleton<IPostConfigureOptions<WhatsAppGatewayOptions>>(services => new OwnEndpoint(services, sandbox));
        return sandbox;
    }

    public static void Map(WebApplication app, WhatsAppSandbox sandbox)
    {
        app.MapWhatsAppSandbox(sandbox);
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(Walkthrough.Text(Address(app.Services))));
    }

    private static string Address(IServiceProvider services) =>
        services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?.Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://*", "://127.0.0.1", StringComparison.Ordinal)
        ?? "http://127.0.0.1:5080";

    /// <summary>Points the gateway at the sandbox inside, unless another server is configured.</summary>
    private sealed class OwnEndpoint(IServiceProvider services, WhatsAppSandbox sandbox) : IPostConfigureOptions<WhatsAppGatewayOptions>
    {
        public void PostConfigure(string? name, WhatsAppGatewayOptions options)
        {
            var configured = services.GetRequiredService<IConfiguration>()["WhatsAppGateway:WhatsApp:Endpoint"];
            if (string.IsNullOrEmpty(configured))
            {
                options.WhatsApp.TrustedRootKey = Convert.ToHexStringLower(sandbox.TrustedRootKey.Span);
                options.WhatsApp.TrustedMediaCertificate = sandbox.MediaCertificatePem;
                options.WhatsApp.EndpointSource = () =>
                    new Uri(Address(services).Replace("http", "ws", StringComparison.Ordinal) + SandboxEndpoints.SocketPath);
            }
        }
    }
}

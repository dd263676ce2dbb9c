using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.Host;

/// <summary>The sandbox, its sockets and its control API, on an address of this machine.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    private const long MaxBody = 1024 * 1024;

    private readonly WebApplication _app;
    private readonly FileSessionStore? _store;

    private SandboxHost(WebApplication app, WhatsAppSandbox sandbox, FileSessionStore? store)
    {
        _app = app;
        _store = store;
        Sandbox = sandbox;
    }

    public WhatsAppSandbox Sandbox { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    public static async Task<SandboxHost> StartAsync(SandboxHostOptions options, CancellationToken cancellationToken = default)
    {
        var store = options.StorePath is { } path ? new FileSessionStore(path) : null;
        var sandbox = await WhatsAppSandbox.CreateAsync(
            new SandboxOptions { Store = store, IsStrict = options.IsStrict }, cancellationToken: cancellationToken).ConfigureAwait(false);
        var host = new SandboxHost(Build(options, sandbox), sandbox, store);
        await host._app.StartAsync(cancellationToken).ConfigureAwait(false);
        host.Address = new Uri(host._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        if (options.CertificatePath is { } certificate)
        {
            await File.WriteAllTextAsync(certificate, sandbox.MediaCertificatePem, cancellationToken).ConfigureAwait(false);
        }

        return host;
    }

    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        await Sandbox.DisposeAsync().ConfigureAwait(false);
        _store?.Dispose();
    }

    private static WebApplication Build(SandboxHostOptions options, WhatsAppSandbox sandbox)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        });
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Listen(options.Address, options.Port, listen =>
            {
                if (options.UsesTls)
                {
                    listen.UseHttps(sandbox.ServerCertificate);
                }
            });
        });
        var app = builder.Build();
        var gate = new TokenGate(options.Token);
        app.Use(next => context => gate.InvokeAsync(context, next));
        app.MapWhatsAppSandbox(sandbox);
        ControlApi.Map(app, sandbox);
        return app;
    }
}

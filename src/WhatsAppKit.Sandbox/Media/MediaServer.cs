using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WhatsAppKit.Sandbox.Media;

/// <summary>The HTTPS endpoint of the media host.</summary>
internal sealed class MediaServer(SandboxMedia media, MediaVault vault, TimeProvider time) : IAsyncDisposable
{
    private WebApplication? _app;

    public string Host { get; private set; } = "";

    public async Task StartAsync(X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        _app = builder.Build();
        var uploads = new MediaUploads(media, vault, this, time);
        var downloads = new MediaDownloads(media, vault, time);
        _app.MapPost("/mms/{type}/{token}", uploads.TakeAsync);
        _app.MapPost("/newsletter/{type}/{token}", uploads.TakeAsync);
        _app.MapPost("/product/{type}/{token}", uploads.TakeAsync);
        _app.MapDelete("/mms/{type}/{token}", uploads.Delete);
        _app.MapGet("/v/{folder}/{name}", (HttpContext context) => downloads.ServeAsync(context));
        await _app.StartAsync(cancellationToken).ConfigureAwait(false);
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Host = new Uri(address).Authority;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await _app.StopAsync(limit.Token).ConfigureAwait(false);
            await _app.DisposeAsync().ConfigureAwait(false);
        }
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace WhatsAppKit.Webhooks.Tests;

/// <summary>An application that receives webhooks, on Kestrel and a free port; its own endpoints ask everybody for a login.</summary>
internal sealed class HookApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HookApp(WebApplication app, FakeTimeProvider time) => (_app, Time) = (app, time);

    public FakeTimeProvider Time { get; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public Sender Sender => new(new Uri(Address, "/hooks"), Time);

    public static async Task<HookApp> StartAsync(Action<IEndpointRouteBuilder> map, Action<IServiceCollection>? configure = null, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        configure?.Invoke(builder.Services);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        builder.Services.AddSingleton(time ?? clock);
        var hooks = new HookApp(builder.Build(), clock);
        map(hooks._app);
        await hooks._app.StartAsync();
        return hooks;
    }

    public static Task<HookApp> StartAsync(Action<WebhookHandlers> handlers, Action<IServiceCollection>? configure = null) =>
        StartAsync(app => app.MapWhatsAppWebhooks("/hooks", Sender.Secret, handlers), configure);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

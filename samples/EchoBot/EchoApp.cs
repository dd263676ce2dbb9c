using WhatsAppKit.Webhooks;

namespace WhatsAppKit.EchoBot;

/// <summary>
/// The whole application. It is told where the gateway is by <c>Gateway:Address</c>, and who it is by <c>Gateway:ApiKey</c>. With
/// <c>Gateway:WebhookSecret</c>, which the gateway signs with, it takes a webhook that posts to <c>/hooks</c>; without, it listens to live events.
/// </summary>
internal static class EchoApp
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var gateway = builder.Configuration.GetRequiredSection("Gateway");
        builder.Services.AddWhatsAppGatewayClient(options =>
        {
            options.BaseAddress = gateway.GetValue<Uri>("Address");
            options.ApiKey = gateway["ApiKey"];
        });
        if (gateway["WebhookSecret"] is not { } secret)
        {
            builder.Services.AddSingleton<Echo>().AddHostedService<Listener>();
            return builder.Build();
        }

        builder.Services.AddScoped<IWebhookHandler, Echo>();
        var app = builder.Build();
        app.MapWhatsAppWebhooks("/hooks", secret);
        return app;
    }
}

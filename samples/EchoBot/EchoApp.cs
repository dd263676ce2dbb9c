using WhatsAppKit.Webhooks;

namespace WhatsAppKit.EchoBot;

/// <summary>
/// The whole application. It is told where the gateway is by <c>Gateway:Address</c>, who it is by <c>Gateway:ApiKey</c>, and what the
/// gateway signs with by <c>Gateway:WebhookSecret</c>; the webhook posts to <c>/hooks</c>.
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
        builder.Services.AddScoped<IWebhookHandler, Echo>();

        var app = builder.Build();
        app.MapWhatsAppWebhooks("/hooks", gateway["WebhookSecret"] ?? throw new InvalidOperationException("Gateway:WebhookSecret is missing."));
        return app;
    }
}

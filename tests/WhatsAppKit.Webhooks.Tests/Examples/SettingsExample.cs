using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace WhatsAppKit.Webhooks.Tests.Examples;

public class SettingsExample
{
    [Fact]
    public async Task Either_secret_is_taken_and_a_body_that_is_too_long_is_not()
    {
        var (newSecret, oldSecret) = (Sender.Secret, Sender.OtherSecret);
        await using var hooks = await HookApp.StartAsync(
            (IEndpointRouteBuilder app) =>
            {
                // example
                app.MapWhatsAppWebhooks("/hooks", [newSecret, oldSecret]);
                // end
            },
            services =>
            {
                // example
                services.Configure<WebhookReceiverOptions>(options => options.MaxBodyBytes = 64 * 1024);
                // end
            });

        Assert.Equal(HttpStatusCode.NoContent, await hooks.Sender.PostAsync("e1", Sender.Message("e1"), newSecret));
        Assert.Equal(HttpStatusCode.NoContent, await hooks.Sender.PostAsync("e2", Sender.Message("e2"), oldSecret));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await hooks.Sender.PostAsync("e3", Sender.Message("e3", new string('a', 65 * 1024))));
    }
}

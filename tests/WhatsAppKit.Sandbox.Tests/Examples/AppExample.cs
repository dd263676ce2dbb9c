using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Sandbox.Tests.Examples;

public sealed class AppExample
{
    // example 3
    /// <summary>An ordinary ASP.NET app that tells customers when their parcel leaves.</summary>
    private static WebApplication Shop(WhatsAppClientOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(new WhatsAppClient(options, new MemorySessionStore()));
        var app = builder.Build();
        app.MapPost("/orders/{number}/shipped", async (string number, Order order, WhatsAppClient whatsapp) =>
        {
            await whatsapp.Messages.SendTextAsync(Jid.FromPhoneNumber(number), $"Your {order.Item} has left our house.");
            return Results.NoContent();
        });
        return app;
    }

    private sealed record Order(string Item);

    [Fact]
    public async Task A_customer_is_told_that_the_parcel_has_left()
    {
        await using var whatsapp = await WhatsAppSandbox.StartAsync();
        var shop = await whatsapp.AddPhoneAsync("+1 555 0001");
        var customer = await whatsapp.AddPhoneAsync("+1 555 0002");
        await using var app = Shop(new WhatsAppClientOptions { Endpoint = whatsapp.Endpoint!, TrustedRootKey = whatsapp.TrustedRootKey });
        await app.StartAsync();
        await shop.LinkAsync(app.Services.GetRequiredService<WhatsAppClient>());

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        using var answer = await http.PostAsJsonAsync($"/orders/{customer.Number}/shipped", new Order("teapot"));

        answer.EnsureSuccessStatusCode();
        await customer.ShouldReceiveTextAsync("Your teapot has left our house.");
        whatsapp.ShouldHaveNoFindings();
    }
    // end
}

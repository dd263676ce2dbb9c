using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.Client.Events;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Client.Tests.Examples;

public sealed class ListeningExample
{
    [Fact]
    public void The_examples_of_the_page_run_here() =>
        DocumentExamples.AreCompiled("docs/client.md", "tests/WhatsAppKit.Client.Tests/Examples/ListeningExample.cs");

    [Fact]
    public void A_client_is_registered()
    {
        var services = new ServiceCollection();
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("WhatsApp:ApiKey", "wak_12345678_secret")]).Build();

        // example
        services.AddWhatsAppGatewayClient(options =>
        {
            options.BaseAddress = new Uri("https://gateway.example.com");
            options.ApiKey = configuration["WhatsApp:ApiKey"];
        });
        // end
        using var provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredService<IWhatsAppGateway>().Messages);
    }

    [Fact]
    public async Task What_is_heard_is_taken_until_the_gateway_refuses()
    {
        var taken = new List<MessageResponse>();
        var asked = new List<string>();
        await using var server = await FailureTests.StartAsync(async context =>
        {
            asked.Add($"{context.Request.Query["lastEventId"]} {context.Request.Query["types"]} {context.Request.Query["content"]}");
            context.Response.StatusCode = asked.Count == 1 ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
            context.Response.ContentType = asked.Count == 1 ? "text/event-stream" : "application/problem+json";
            await context.Response.WriteAsync(asked.Count == 1 ? $"id: evt_8\nevent: message.received\ndata: {Received("evt_8", "hello")}\n\n" : """{"code":"unauthenticated"}""");
        });
        await using var services = new ServiceCollection().AddWhatsAppGatewayClient(options =>
        {
            (options.BaseAddress, options.ApiKey, options.Resilience.MaxRetries) = (FailureTests.Address(server), "wak_12345678_secret", 0);
        }).Services.BuildServiceProvider();

        var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(
            () => ListenAsync(services.GetRequiredService<IWhatsAppGateway>(), "evt_7", taken.Add, TestContext.Current.CancellationToken));

        Assert.Equal("unauthenticated", error.Code);
        Assert.Equal("hello", Assert.Single(taken).Text);
        Assert.Equal(["evt_7 message true", "evt_8 message true"], asked);
    }

    private static async Task ListenAsync(IWhatsAppGateway gateway, string? lastSeen, Action<MessageResponse> take, CancellationToken stopping)
    {
        // example
        await foreach (var happened in gateway.Events.SubscribeAsync(new EventSubscription { Types = ["message"], LastEventId = lastSeen, WithContent = true }, stopping))
        {
            if (happened.Type == EventTypes.MessageReceived)
            {
                take(happened.ReadData<MessageEventData>().Message);
            }

            lastSeen = happened.Id;
        }
        // end
    }

    private static string Received(string id, string text)
    {
        var message = new MessageResponse(
            "3EB0", "in", "15550002", "15550001", text, "received", DateTimeOffset.UnixEpoch, "15550002", "text", null, null, null, null);
        var data = new MessageEventData(message, null, "Friend", false);
        return JsonSerializer.Serialize(
            new { id, type = EventTypes.MessageReceived, timestamp = DateTimeOffset.UnixEpoch, instanceId = "i1", data }, JsonSerializerOptions.Web);
    }
}

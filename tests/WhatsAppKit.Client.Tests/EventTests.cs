using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Tests;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Client.Tests;

public sealed class EventTests(GatewayFixture gateway)
{
    [Fact]
    public async Task What_happens_is_told_typed_and_from_where_the_caller_was()
    {
        await using var services = new ServiceCollection().AddWhatsAppGatewayManagement(options => options.BaseAddress = gateway.Host.Address).Services.BuildServiceProvider();
        var management = services.GetRequiredService<IWhatsAppGatewayManagement>();
        var account = management.WithToken((await management.Auth.RegisterAsync($"{Guid.NewGuid():N}@example.com", "correct horse", "Ada")).Token);
        var first = await account.Instances.CreateAsync("first");
        var known = (await account.Events.ListAsync(new() { Types = ["system"] })).Events;
        await account.Instances.RenameAsync(first.Id, "renamed");
        await account.Instances.CreateAsync("second");

        var told = new List<GatewayEvent>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var happened in account.Events.SubscribeAsync(new() { LastEventId = known[^1].Id, Types = ["system"] }, limit.Token))
        {
            told.Add(happened);
            if (told.Count == 2)
            {
                // While it is open, too.
                await account.Instances.DeleteAsync(first.Id);
            }

            if (told.Count == 3)
            {
                break;
            }
        }

        Assert.Equal(["instance.renamed", "instance.created", "instance.deleted"], told.Select(happened => happened.ReadData<ActionData>().Action));
        Assert.All(told, happened => Assert.Equal(EventTypes.SystemAction, happened.Type));
        Assert.Throws<ArgumentException>(() => told[0].ReadData<Uri>());
    }

    [Fact]
    public async Task A_connection_that_breaks_is_made_again_after_the_last_event_and_a_refusal_ends_it()
    {
        var asked = new ConcurrentQueue<string?>();
        await using var server = await FailureTests.StartAsync(async context =>
        {
            asked.Enqueue(context.Request.Query["lastEventId"]);
            var answers = new Queue<string?>(["id: evt_0\n\n", Event("evt_1") + Event("evt_2"), null, Event("evt_3"), "refused"]);
            var answer = answers.ElementAt(asked.Count - 1);
            context.Response.StatusCode = answer switch { null => 503, "refused" => 401, _ => 200 };
            context.Response.ContentType = answer is null or "refused" ? "application/problem+json" : "text/event-stream";
            await context.Response.WriteAsync(answer switch { null => "{}", "refused" => """{"code":"unauthenticated"}""", _ => answer });
        });
        await using var services = new ServiceCollection().AddWhatsAppGatewayClient(options =>
        {
            (options.BaseAddress, options.ApiKey, options.Resilience.MaxRetries) = (FailureTests.Address(server), "wak_12345678_secret", 0);
        }).Services.BuildServiceProvider();

        var told = new List<string>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(async () =>
        {
            await foreach (var happened in services.GetRequiredService<IWhatsAppGateway>().Events.SubscribeAsync(cancellationToken: limit.Token))
            {
                told.Add(happened.Id);
            }
        });

        Assert.Equal("unauthenticated", error.Code);
        Assert.Equal(["evt_1", "evt_2", "evt_3"], told);
        Assert.Equal(["", "evt_0", "evt_2", "evt_2", "evt_3"], asked.Select(id => id ?? ""));
    }

    private static string Event(string id) =>
        $$"""
        id: {{id}}
        event: message.sent
        data: {"id":"{{id}}","type":"message.sent","timestamp":"2026-01-01T00:00:00Z","instanceId":null,"data":{} }


        """;
}

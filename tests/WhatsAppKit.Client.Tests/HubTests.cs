using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Tests;
using WhatsAppKit.Client.SignalR;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.Client.Tests;

public sealed class HubTests
{
    [Fact]
    public async Task The_hub_tells_the_same_and_resumes_where_it_was()
    {
        await using var host = await GatewayHost.StartAsync();
        await using var services = new ServiceCollection().AddWhatsAppGatewayManagement(options => options.BaseAddress = host.Address).Services.BuildServiceProvider();
        var management = services.GetRequiredService<IWhatsAppGatewayManagement>();
        var token = (await management.Auth.RegisterAsync("ada@example.com", "correct horse", "Ada")).Token;
        var account = management.WithToken(token);
        await account.Instances.CreateAsync("first");

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var told = new List<GatewayEvent>();
        var known = (await account.Events.ListAsync(new() { Types = ["system"] })).Events;
        await account.Instances.CreateAsync("second");
        await foreach (var happened in new GatewayHub(host.Address, () => Task.FromResult<string?>(token)).SubscribeAsync(new() { Types = ["system"], LastEventId = known[^1].Id }, limit.Token))
        {
            told.Add(happened);
            if (told.Count == 1)
            {
                await account.Instances.CreateAsync("third");
            }
            else
            {
                break;
            }
        }

        Assert.Equal(["instance.created", "instance.created"], told.Select(happened => happened.ReadData<ActionData>().Action));
        Assert.Equal(2, told.Select(happened => happened.Id).Distinct().Count());
    }

    [Fact]
    public async Task What_the_gateway_refuses_ends_it()
    {
        await using var host = await GatewayHost.StartAsync();
        await using var services = new ServiceCollection().AddWhatsAppGatewayManagement(options => options.BaseAddress = host.Address).Services.BuildServiceProvider();
        var token = (await services.GetRequiredService<IWhatsAppGatewayManagement>().Auth.RegisterAsync("ada@example.com", "correct horse", "Ada")).Token;
        await Assert.ThrowsAsync<HttpRequestException>(async () => await FirstAsync(new GatewayHub(host.Address, () => Task.FromResult<string?>("nonsense"))));
        var error = await Assert.ThrowsAsync<HubException>(async () => await FirstAsync(new GatewayHub(host.Address, () => Task.FromResult<string?>(token)), "evt_nobodys"));
        Assert.Contains("invalid-request", error.Message, StringComparison.Ordinal);
    }

    private static async Task<GatewayEvent> FirstAsync(GatewayHub hub, string? lastEventId = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await hub.SubscribeAsync(new() { LastEventId = lastEventId }, limit.Token).FirstAsync(limit.Token);
    }
}

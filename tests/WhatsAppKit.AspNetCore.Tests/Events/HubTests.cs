using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Tests.Hosting.Embedding;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Events;

public sealed class HubTests(LiveFixture gateway) : IAsyncLifetime
{
    private Tenant _tenant = null!;
    private string _instance = null!;

    public async ValueTask InitializeAsync()
    {
        _tenant = await Tenant.RegisterAsync(gateway.Host);
        _instance = await _tenant.CreateInstanceAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_hub_resumes_tells_the_groups_that_are_wanted_and_leaves_out_what_messages_say()
    {
        await gateway.Host.TellAsync(_tenant.Subscription, _instance, "first", "second");
        var first = (await _tenant.Person.GetAsync("/api/events?types=message")).Is(HttpStatusCode.OK).Json.GetProperty("events")[0].GetProperty("id").GetString();
        await using var client = await HubClient.ConnectAsync(await _tenant.ProgramAsync(_instance));
        Assert.Equal("invalid-request: lastEventId: There is no such event, or it is kept no longer.", await client.SubscribeAsync(lastEventId: "evt_x"));
        Assert.StartsWith("invalid-request: groups:", await client.SubscribeAsync(["nothing"]), StringComparison.Ordinal);
        Assert.StartsWith("not-found:", await client.SubscribeAsync(instanceId: await _tenant.CreateInstanceAsync("other")), StringComparison.Ordinal);
        Assert.Null(await client.SubscribeAsync(["message"], null, first));
        await gateway.Host.ReceiveAsync(_tenant.Subscription, _instance, "the secret text");
        await gateway.Host.TellAsync(_tenant.Subscription, _instance, "third");
        await client.UntilAsync("third");
        Assert.Equal(["second", "m", "third"], client.Messages);
        Assert.All(client.Told, each => Assert.DoesNotContain("secret text", each.GetRawText(), StringComparison.Ordinal));

        await using var connections = await HubClient.ConnectAsync(_tenant.Person, "content=true");
        Assert.Null(await connections.SubscribeAsync(["system", "connection"]));
        await gateway.Host.TellAsync(_tenant.Subscription, _instance, "not wanted");
        await _tenant.CreateInstanceAsync("third");
        await Wait.UntilAsync(() => !connections.Told.IsEmpty, "the new instance");
        Assert.All(connections.Told, each => Assert.Equal("system.action", each.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Who_brings_nothing_valid_does_not_connect_and_who_is_revoked_is_cut()
    {
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(_tenant.Person.With("nonsense")));
        (await _tenant.Person.With(null).PostAsync("/api/events/hub/negotiate?negotiateVersion=1")).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        (await _tenant.Person.PostAsync("/api/events/hub/negotiate?negotiateVersion=1")).Is(HttpStatusCode.OK);
        var (id, key) = await _tenant.CreateKeyAsync(_instance);
        await using var client = await HubClient.ConnectAsync(_tenant.Person.With(key));
        (await _tenant.Person.DeleteAsync($"/api/instances/{_instance}/api-keys/{id}")).Is(HttpStatusCode.NoContent);
        await Task.WhenAny(client.Ended).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Streams_and_connections_of_the_hub_share_what_a_subscription_may_have_open()
    {
        var stranger = await Tenant.RegisterAsync(gateway.Host);
        await using var stream = await StreamClient.OpenAsync(_tenant.Person);
        await using var one = await HubClient.ConnectAsync(_tenant.Person);
        await using var two = await HubClient.ConnectAsync(await _tenant.ProgramAsync(_instance));
        await using var three = await HubClient.ConnectAsync(_tenant.Person);

        await using var tooMany = await HubClient.ConnectAsync(_tenant.Person);
        await Task.WhenAny(tooMany.Ended).WaitAsync(TimeSpan.FromSeconds(60));
        (await _tenant.Person.GetAsync("/api/events/stream")).IsProblem(HttpStatusCode.TooManyRequests, "event-stream-limit");

        await using var others = await HubClient.ConnectAsync(stranger.Person);
        Assert.Null(await others.SubscribeAsync());
        Assert.Null(await three.SubscribeAsync());
    }

    [Fact]
    public async Task Below_a_prefix_and_among_an_applications_own_settings_the_hub_is_the_same()
    {
        await using var app = await EmbeddingApp.StartAsync(
            app => app.MapWhatsAppGateway("/whatsapp"),
            services => services.AddSignalR(hub => hub.MaximumReceiveMessageSize = 1).AddJsonProtocol(json => json.PayloadSerializerOptions.PropertyNamingPolicy = null));
        var caller = await app.RegisterAsync("/whatsapp");
        await using var client = await HubClient.ConnectAsync(caller, path: "/whatsapp/api/events/hub");
        Assert.Null(await client.SubscribeAsync(["system"]));
        (await caller.PostAsync("/whatsapp/api/instances", new { name = "one" })).Is(HttpStatusCode.Created);
        await Wait.UntilAsync(() => !client.Told.IsEmpty, "the instance");
        Assert.Equal(["id", "type", "timestamp", "instanceId", "data"], client.Told.First().EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task Neither_a_stream_nor_the_hub_ever_shows_what_is_anothers()
    {
        var stranger = await Tenant.RegisterAsync(gateway.Host);
        var (second, foreign) = (await _tenant.CreateInstanceAsync("second"), await stranger.CreateInstanceAsync());
        await using var people = await StreamClient.OpenAsync(_tenant.Person, "?types=message");
        await using var program = await StreamClient.OpenAsync(await _tenant.ProgramAsync(_instance));
        await using var hub = await HubClient.ConnectAsync(await _tenant.ProgramAsync(second));
        await using var others = await HubClient.ConnectAsync(stranger.Person);
        await using var strangers = await StreamClient.OpenAsync(stranger.Person, "?types=message");
        Assert.Null(await hub.SubscribeAsync());
        Assert.Null(await others.SubscribeAsync(["message"]));
        (LiveClient Client, string[] Marks)[] readers = [(people, ["one", "two"]), (program, ["one"]), (hub, ["two"]), (others, ["foreign"]), (strangers, ["foreign"])];
        async Task LoadAsync(string subscription, string instance, string mark, int part)
        {
            for (var i = 0; i < 10; i++)
            {
                var round = (part * 10) + i;
                await gateway.Host.TellAsync(subscription, instance, Enumerable.Range(0, 84).Select(each => $"{mark}{round}-{each}"));
            }
        }

        // In parts, each of which all have heard before the next: how much a reader hears in one wait is the machine's affair.
        for (var part = 0; part < 4; part++)
        {
            await Task.WhenAll(
                LoadAsync(_tenant.Subscription, _instance, "one", part), LoadAsync(_tenant.Subscription, second, "two", part), LoadAsync(stranger.Subscription, foreign, "foreign", part));
            foreach (var (client, marks) in readers)
            {
                foreach (var mark in marks)
                {
                    await client.UntilAsync($"{mark}{(part * 10) + 9}-83");
                }
            }
        }

        await gateway.Host.TellAsync(_tenant.Subscription, _instance, "one");
        await gateway.Host.TellAsync(_tenant.Subscription, second, "two");
        await gateway.Host.TellAsync(stranger.Subscription, foreign, "foreign");
        foreach (var (client, marks) in readers)
        {
            foreach (var mark in marks)
            {
                await client.UntilAsync(mark);
            }

            Assert.All(client.Messages, message => Assert.Contains(marks, mark => message.StartsWith(mark, StringComparison.Ordinal)));
            Assert.Equal(3361 * marks.Length, client.Messages.Count());
            Assert.Equal(client.Ids, client.Ids.Distinct());
        }
    }
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Embedding;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Tests.Messages;
using WhatsAppKit.Contracts.Auth;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Contracts.Instances;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Contracts.Pairing;
using WhatsAppKit.Contracts.Subscriptions;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Embedding;

/// <summary>What the application does without HTTP follows the rules of the endpoints.</summary>
public class InProcessTests(GatewayFixture gateway)
{
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private IInstanceService Instances => gateway.Host.Services.GetRequiredService<IInstanceService>();

    private IMessageSender Messages => gateway.Host.Services.GetRequiredService<IMessageSender>();

    private ISubscriptionService Subscriptions => gateway.Host.Services.GetRequiredService<ISubscriptionService>();

    [Fact]
    public async Task An_instance_lives_from_its_creation_to_its_deletion_without_HTTP()
    {
        var owner = await Subscriptions.RegisterAsync(new RegisterRequest($"{Guid.NewGuid():N}@example.com", Tenant.Password, "Tester"));
        var person = gateway.Host.Anonymous().With(owner.Token);
        var created = await Instances.CreateAsync(owner.Subscription.Id, new CreateInstanceRequest("first"));
        var instance = new InstanceReference(owner.Subscription.Id, created.Id);

        Assert.Equal("CONNECTING", (await Instances.ConnectAsync(instance)).Status);
        var qr = await UntilAsync(() => TryQrAsync(instance));
        Assert.StartsWith("data:image/png;base64,", qr.Image, StringComparison.Ordinal);
        await (await gateway.Host.Sandbox.AddPhoneAsync("15559001")).ScanAsync(qr.Code);
        await ConnectedAsync(instance);
        await Wait.UntilAsync(() => gateway.Host.Events.Of<ConnectionData>(created.Id, EventTypes.ConnectionChanged).Any(told => told.Status == "CONNECTED"), "the event");

        Assert.Equal("second", (await Instances.UpdateAsync(instance, new UpdateInstanceRequest("second"))).Name);
        Assert.Equal([created.Id], (await Instances.ListAsync(owner.Subscription.Id)).Select(each => each.Id));
        Assert.Equal("15559001", (await Instances.GetAsync(instance)).Phone);
        Assert.Equal("DISCONNECTED", (await Instances.DisconnectAsync(instance)).Status);
        await Instances.RestartAsync(instance);
        await ConnectedAsync(instance);
        Assert.Equal("LOGGED_OUT", (await Instances.LogOutAsync(instance)).Status);
        await Instances.ConnectAsync(instance);
        await UntilAsync(() => TryQrAsync(instance));
        Assert.Matches("^.{4}-.{4}$", (await Instances.RequestPairingCodeAsync(instance, new PairingCodeRequest("15559001"))).Code);
        await Instances.DeleteAsync(instance);
        Assert.Empty(await Instances.ListAsync(owner.Subscription.Id));

        var audit = (await person.GetAsync("/api/audit")).Is(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.All(audit, entry => Assert.Equal("in-process", entry.GetProperty("address").GetString()));
        Assert.Equal(1, audit.Count(entry => entry.GetProperty("action").GetString() == "instance.deleted"));
    }

    [Fact]
    public async Task Limits_validation_and_tenants_hold_in_process()
    {
        var (mine, foreign) = (await Tenant.RegisterAsync(gateway.Host), await Tenant.RegisterAsync(gateway.Host));
        var other = new InstanceReference(mine.Subscription, await foreign.CreateInstanceAsync());
        for (var i = 0; i < 10; i++)
        {
            await Instances.CreateAsync(mine.Subscription, new CreateInstanceRequest("one of ten"));
        }

        await RefusedAsync(409, "instance-limit-reached", () => Instances.CreateAsync(mine.Subscription, new CreateInstanceRequest("eleventh")));
        await RefusedAsync(400, "invalid-request", () => Instances.CreateAsync(mine.Subscription, new CreateInstanceRequest("")), "name");
        await RefusedAsync(404, "not-found", () => Instances.CreateAsync("nobody", new CreateInstanceRequest("x")));
        await RefusedAsync(404, "not-found", () => Instances.ListAsync("nobody"));
        foreach (var ask in new Func<Task>[]
        {
            () => Instances.GetAsync(other), () => Instances.ConnectAsync(other), () => Instances.DisconnectAsync(other), () => Instances.LogOutAsync(other),
            () => Instances.DeleteAsync(other), () => Instances.GetStatusAsync(other), () => Instances.GetQrAsync(other), () => Instances.RestartAsync(other),
            () => Instances.UpdateAsync(other, new UpdateInstanceRequest("x")), () => Instances.RequestPairingCodeAsync(other, new PairingCodeRequest("15559001")),
            () => Messages.SendAsync(other, new SendTextRequest { To = "15550001", Text = "x" }), () => Messages.GetAsync(other, "x"),
        })
        {
            await RefusedAsync(404, "not-found", ask);
        }

        var own = new InstanceReference(mine.Subscription, (await Instances.ListAsync(mine.Subscription))[0].Id);
        await RefusedAsync(409, "instance-not-paired", () => Messages.SendAsync(own, new SendTextRequest { To = "15550001", Text = "x" }));
        await RefusedAsync(409, "instance-not-connected", () => Instances.LogOutAsync(own));
        await RefusedAsync(400, "invalid-request", () => Messages.SendAsync(own, new SendTextRequest { To = "15550001" }), "text");
        Assert.Equal("PRO", (await Subscriptions.ChangeTierAsync(mine.Subscription, new ChangeTierRequest("PRO"))).Tier);
        await Instances.CreateAsync(mine.Subscription, new CreateInstanceRequest("eleventh"));
        Assert.Equal(11, (await Instances.ListAsync(mine.Subscription)).Count);
    }

    [Fact]
    public async Task Messages_of_every_sort_are_sent_counted_and_told_in_process()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var instance = new InstanceReference(conversation.Tenant.Subscription, conversation.Instance);
        var friend = conversation.Friend.Number;

        var text = await Messages.SendAsync(instance, new SendTextRequest { To = friend, Text = "hello" });
        Assert.Equal(("out", "hello", friend), (text.Direction, text.Text, text.Chat));
        await conversation.ReceivedAsync(text.Id);
        await Messages.SendAsync(instance, new SendReactionRequest { MessageId = text.Id, Emoji = "👍" });
        Assert.Equal("👍", Assert.Single((await Messages.GetAsync(instance, text.Id)).Reactions).Emoji);
        using var content = new MemoryStream(Picture);
        var image = await Messages.SendAsync(instance, new SendImageRequest { To = friend, Caption = "streamed" }, new MessageFile(content, FileName: "dot.png"));
        Assert.NotNull(image.MediaId);
        await conversation.ReceivedAsync(image.Id);
        var inline = await Messages.SendAsync(
            instance, new SendImageRequest { To = friend, Media = new() { Data = Convert.ToBase64String(Picture) } });
        await conversation.ReceivedAsync(inline.Id);
        await RefusedAsync(400, "invalid-request", () => Messages.SendAsync(instance, new SendImageRequest { To = friend }), "media");
        Assert.Equal(4, (await Subscriptions.GetAsync(instance.SubscriptionId)).MessagesThisMonth);

        await Wait.UntilAsync(() => gateway.Host.Events.Of<MessageStatusData>(instance.InstanceId, EventTypes.MessageDelivered).Any(told => told.MessageId == text.Id), "the receipt");
        await conversation.Friend.SendTextAsync(conversation.Number, "hello yourself");
        var arrived = await Wait.ForAsync(() => gateway.Host.Events.Of<MessageEventData>(instance.InstanceId, EventTypes.MessageReceived).FirstOrDefault(), "the message");
        Assert.Equal(("in", "hello yourself", friend), (arrived.Message.Direction, arrived.Message.Text, arrived.Message.From));
    }

    [Fact]
    public void Every_request_that_an_endpoint_takes_can_be_sent_in_process() => Assert.Equal(
        typeof(SendRequest).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SendRequest)) && !type.IsAbstract).OrderBy(type => type.Name),
        InProcessSends.Requests.OrderBy(type => type.Name));

    private Task<InstanceStatusResponse> ConnectedAsync(InstanceReference instance) =>
        UntilAsync(async () => await Instances.GetStatusAsync(instance) is { Status: "CONNECTED" } status ? status : null);

    private async Task<QrResponse?> TryQrAsync(InstanceReference instance)
    {
        try
        {
            return await Instances.GetQrAsync(instance);
        }
        catch (GatewayException error) when (error.Code == "qr-not-available")
        {
            return null;
        }
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T?>> probe)
        where T : class
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        T? found;
        while ((found = await probe()) is null)
        {
            await Task.Delay(20, limit.Token);
        }

        return found;
    }

    private static async Task RefusedAsync(int status, string code, Func<Task> ask, string? field = null)
    {
        var error = await Assert.ThrowsAsync<GatewayException>(ask);
        Assert.Equal((status, code, field), (error.Status, error.Code, error.Errors?.Keys.Single()));
    }
}

using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace WhatsAppKit.AspNetCore.Tests.Messages;

public class NewChatTests
{
    [Fact]
    public async Task An_instance_begins_so_many_chats_a_day_and_no_more_however_many_are_tried_at_once()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:Sending:NewChatsPerDay"] = "5" }, time: time);
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.PairAsync("15559001");
        var program = await tenant.ProgramAsync(instance);
        program.Headers["Prefer"] = "respond-async";
        var friends = await Task.WhenAll(Enumerable.Range(10, 20).Select(i => host.Sandbox.AddPhoneAsync($"155590{i}")));

        var answers = await Task.WhenAll(friends.Select(friend => TextAsync(program, friend.Number)));

        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.Accepted));
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.Accepted), answer => answer.IsProblem(HttpStatusCode.TooManyRequests, "new-chat-limit-reached"));
        var begun = friends[Array.FindIndex(answers, answer => answer.Status == HttpStatusCode.Accepted)].Number;
        var refused = friends[Array.FindIndex(answers, answer => answer.Status != HttpStatusCode.Accepted)].Number;

        // Chats that exist go on, in bulk too, and no key or person can lift the limit.
        (await TextAsync(program, begun)).Is(HttpStatusCode.Accepted);
        var bulk = (await program.PostAsync("/api/messages/bulk", new { messages = new[] { Bulk(begun), Bulk(refused) } })).Is(HttpStatusCode.Accepted);
        Assert.Equal(1, bulk.Json.GetProperty("accepted").GetInt32());
        Assert.Equal("new-chat-limit-reached", bulk.Json.GetProperty("results")[1].GetProperty("error").GetProperty("code").GetString());

        time.Advance(TimeSpan.FromHours(24));
        (await TextAsync(program, refused)).Is(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Where_nothing_is_configured_an_instance_begins_a_hundred()
    {
        await using var host = await GatewayHost.StartAsync();
        host.Settings.Remove("WhatsAppGateway:Sending:NewChatsPerDay");
        await host.RestartAsync();
        var tenant = await Tenant.RegisterAsync(host);
        var program = await tenant.ProgramAsync(await tenant.PairAsync("15559002"));

        var bulk = await program.PostAsync("/api/messages/bulk", new { messages = Enumerable.Range(0, 101).Select(i => Bulk($"1555{i:0000}")) });

        Assert.Equal(100, bulk.Is(HttpStatusCode.Accepted).Json.GetProperty("accepted").GetInt32());
        Assert.Equal("new-chat-limit-reached", bulk.Json.GetProperty("results")[100].GetProperty("error").GetProperty("code").GetString());
    }

    private static Task<Answer> TextAsync(Caller program, string to) => program.PostAsync("/api/messages/text", new { to, text = "hello" });

    private static object Bulk(string to) => new { kind = "text", message = new { to, text = "hello" } };
}

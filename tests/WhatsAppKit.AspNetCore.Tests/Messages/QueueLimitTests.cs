using System.Net;
using System.Text.Json;

namespace WhatsAppKit.AspNetCore.Tests.Messages;

public class QueueLimitTests
{
    [Fact]
    public async Task No_more_than_the_tier_allows_waits_in_an_instances_queue()
    {
        await using var host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:Tiers:Basic:QueuedMessages"] = "10" });
        await using var talk = await Conversation.StartAsync(host);
        await talk.DisconnectAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => TextAsync(talk, $"m{i}")));
        var accepted = answers.Where(answer => answer.Status == HttpStatusCode.Accepted).ToArray();
        Assert.Equal(10, accepted.Length);
        Assert.All(answers.Except(accepted), answer =>
        {
            answer.IsProblem(HttpStatusCode.TooManyRequests, "queue-limit-reached");
            Assert.Equal("60", answer.Headers["Retry-After"]);
        });

        // What is refused counts for no other limit.
        var shown = (await talk.Tenant.Person.GetAsync("/api/subscription")).Json;
        Assert.Equal((10, 10), (shown.GetProperty("queuedMessages").GetInt32(), shown.GetProperty("messagesThisMonth").GetInt32()));

        // Nor does another instance wait for this one's queue.
        var other = await talk.Tenant.ProgramAsync(await talk.Tenant.PairAsync("15559871"));
        (await other.PostAsync("/api/messages/text", new { to = talk.Friend.Number, text = "from another" })).Is(HttpStatusCode.OK);

        // What was taken back makes room.
        (await talk.Program.PostAsync($"/api/messages/{accepted[0].Id}/cancel")).Is(HttpStatusCode.OK);
        Assert.Equal(["accepted", "queue-limit-reached", "queue-limit-reached"], await BulkAsync(talk));
        Assert.Equal(["queue-limit-reached", "queue-limit-reached", "queue-limit-reached"], await BulkAsync(talk));

        // So does what was sent.
        await talk.Tenant.Person.PostAsync($"/api/instances/{talk.Instance}/connect");
        await Sandbox.Tests.Wait.UntilAsync(() => talk.Friend.Messages.Count == 11, "what waited");
        (await TextAsync(talk, "room again")).Is(HttpStatusCode.OK);
    }

    private static Task<Answer> TextAsync(Conversation talk, string text) => talk.Program.PostAsync("/api/messages/text", new { to = talk.Friend.Number, text });

    /// <summary>Sends three messages in one request.</summary>
    /// <returns>The code of each one's problem, or "accepted".</returns>
    private static async Task<string[]> BulkAsync(Conversation talk)
    {
        var message = new { kind = "text", message = new { to = talk.Friend.Number, text = "one of three" } };
        var answer = (await talk.Program.PostAsync("/api/messages/bulk", new { messages = new[] { message, message, message } })).Is(HttpStatusCode.Accepted);
        return [.. answer.Json.GetProperty("results").EnumerateArray().Select(result =>
            result.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("code").GetString()! : "accepted")];
    }
}

using System.Net;
using System.Text.Json;
using WhatsAppKit.AspNetCore.Tests.Messages;

namespace WhatsAppKit.AspNetCore.Tests.Stats;

public class StatsTests(GatewayFixture gateway)
{
    [Fact]
    public async Task What_is_sent_delivered_read_and_received_is_counted_by_day_and_kind()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var sent = (await conversation.Program.PostAsync("/api/messages/text", new { to = conversation.Friend.Number, text = "hello" })).Is(HttpStatusCode.OK);
        await conversation.MessageAsync(sent.Id, answer => answer.Json.GetProperty("message").GetProperty("status").GetString() == "delivered");
        await conversation.Friend.SendTextAsync(conversation.Number, "hello yourself");

        var own = await Tenant.UntilAsync(conversation.Program, "/api/stats", answer => Count(answer.Json, "received") == 1);
        Assert.Equal([1, 1, 1, 0, 0, 0, 1], Counts(own.Json.GetProperty("messages")));
        var day = Assert.Single(own.Json.GetProperty("days").EnumerateArray().ToArray());
        Assert.Equal([1, 1, 1, 0, 0, 0, 1], Counts(day.GetProperty("messages")));
        var kind = Assert.Single(own.Json.GetProperty("kinds").EnumerateArray().ToArray());
        Assert.Equal("text", kind.GetProperty("kind").GetString());
        Assert.Equal([1, 1, 1, 0, 0, 0, 1], Counts(kind.GetProperty("messages")));
        Assert.Equal(JsonValueKind.Null, own.Json.GetProperty("webhooks").GetProperty("successRate").ValueKind);

        var person = conversation.Tenant.Person;
        foreach (var path in new[] { $"/api/instances/{conversation.Instance}/stats", "/api/subscription/stats" })
        {
            Assert.Equal(own.Text, (await person.GetAsync(path)).Is(HttpStatusCode.OK).Text);
        }
    }

    [Fact]
    public async Task Another_subscription_sees_none_of_it()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        await conversation.SendAsync("text", new { to = conversation.Friend.Number, text = "hello" });
        var stranger = await Tenant.RegisterAsync(gateway.Host);
        Assert.Equal(new long[] { 0, 0, 0, 0, 0, 0, 0 }, Counts((await stranger.Person.GetAsync("/api/subscription/stats")).Is(HttpStatusCode.OK).Json.GetProperty("messages")));
        (await stranger.Person.GetAsync($"/api/instances/{conversation.Instance}/stats")).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-13-01", "to")]
    [InlineData("from=2026-01-02&to=2026-01-01", "from")]
    [InlineData("from=2025-01-01&to=2026-01-02", "from")]
    public async Task Days_that_are_none_or_too_many_are_refused(string query, string field)
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        (await tenant.Person.GetAsync("/api/subscription/stats?from=2025-01-01&to=2026-01-01")).Is(HttpStatusCode.OK);
        (await tenant.Person.GetAsync($"/api/subscription/stats?{query}")).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
    }

    private static long[] Counts(JsonElement messages) => [.. messages.EnumerateObject().Select(each => each.Value.GetInt64())];

    private static long Count(JsonElement stats, string counter) => stats.GetProperty("messages").GetProperty(counter).GetInt64();
}

using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace WhatsAppKit.AspNetCore.Tests.Subscriptions;

public class SubscriptionTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_subscription_tells_its_limits_and_the_operator_changes_them()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        await tenant.CreateInstanceAsync();
        var shown = (await tenant.Person.GetAsync("/api/subscription")).Is(HttpStatusCode.OK);
        Assert.Equal(
            [
                "id", "tier", "maxInstances", "currentInstances", "monthlyMessages", "messagesThisMonth", "queuedMessages", "monthEndsAt", "createdAt", "privacy",
                "retention",
            ], shown.Fields);
        Assert.Equal(("BASIC", 10, 1, 10_000, 0), Values(shown));
        Assert.Equal(2_000, shown.Json.GetProperty("queuedMessages").GetInt32());

        var path = $"/api/admin/subscriptions/{tenant.Subscription}/tier";
        var platform = gateway.Host.Anonymous().With(GatewayHost.OperatorKey);
        Assert.Equal(("PRO", 100, 1, 250_000, 0), Values((await platform.PutAsync(path, new { tier = "PRO" })).Is(HttpStatusCode.OK)));
        Assert.Equal(("PRO", 100, 1, 250_000, 0), Values(await tenant.Person.GetAsync("/api/subscription")));
        foreach (var tier in new[] { "pro", "", null })
        {
            (await platform.PutAsync(path, new { tier })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "tier");
        }

        (await platform.PutAsync("/api/admin/subscriptions/abcdefghijklmnopqrstuvwx/tier", new { tier = "PRO" })).IsProblem(HttpStatusCode.NotFound, "not-found");
        (await tenant.Person.PutAsync(path, new { tier = "MAX" })).IsProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_gateway_without_an_operator_key_has_no_operator()
    {
        await using var host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:OperatorKey"] = null });
        foreach (var key in new[] { GatewayHost.OperatorKey, "wko_" })
        {
            (await host.Anonymous().With(key).PutAsync("/api/admin/subscriptions/x/tier", new { tier = "MAX" })).IsProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }
    }

    [Fact]
    public async Task Two_hundred_sends_at_once_send_exactly_what_the_month_allows()
    {
        await using var host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:Tiers:Basic:MonthlyMessages"] = "10" });
        var tenant = await Tenant.RegisterAsync(host);
        var program = await tenant.ProgramAsync(await tenant.PairAsync("15557001"));
        var friends = await Task.WhenAll(Enumerable.Range(2, 8).Select(i => host.Sandbox.AddPhoneAsync($"1555700{i}")));

        // A chat's messages leave one after the other: the last of them may be told of as accepted only.
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => program.PostAsync("/api/messages/text", new { to = friends[i % 8].Number, text = $"m{i}" })));

        var refused = answers.Where(answer => answer.Status is not (HttpStatusCode.OK or HttpStatusCode.Accepted)).ToArray();
        Assert.Equal(190, refused.Length);
        Assert.All(refused, answer => answer.IsProblem(HttpStatusCode.TooManyRequests, "monthly-message-limit-reached"));
        Assert.All(refused, answer => Assert.True(int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture) > 0));
        Assert.Equal(("BASIC", 10, 1, 10, 10), Values(await tenant.Person.GetAsync("/api/subscription")));
        await Sandbox.Tests.Wait.UntilAsync(() => friends.Sum(friend => friend.Messages.Count) >= 10, "the messages");
        Assert.Equal(10, friends.Sum(friend => friend.Messages.Count));

        // A higher tier lifts it at once.
        (await host.Anonymous().With(GatewayHost.OperatorKey).PutAsync($"/api/admin/subscriptions/{tenant.Subscription}/tier", new { tier = "PRO" })).Is(HttpStatusCode.OK);
        (await program.PostAsync("/api/messages/text", new { to = "15557002", text = "more" })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_message_that_is_not_accepted_is_not_counted_and_a_new_month_starts_anew()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2027, 1, 31, 23, 0, 0, TimeSpan.Zero));
        await using var host = await GatewayHost.StartAsync(time: time);
        var tenant = await Tenant.RegisterAsync(host);
        var program = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        (await program.PostAsync("/api/messages/text", new { to = "15557002", text = "x" })).IsProblem(HttpStatusCode.Conflict, "instance-not-paired");

        var shown = await tenant.Person.GetAsync("/api/subscription");
        Assert.Equal(0, shown.Json.GetProperty("messagesThisMonth").GetInt64());
        Assert.Equal(new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.Zero), shown.Json.GetProperty("monthEndsAt").GetDateTimeOffset());
        time.Advance(TimeSpan.FromHours(2));
        shown = await tenant.Person.GetAsync("/api/subscription");
        Assert.Equal(new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero), shown.Json.GetProperty("monthEndsAt").GetDateTimeOffset());
    }

    private static (string Tier, int MaxInstances, int CurrentInstances, long MonthlyMessages, long Messages) Values(Answer answer) => (
        answer["tier"],
        answer.Json.GetProperty("maxInstances").GetInt32(),
        answer.Json.GetProperty("currentInstances").GetInt32(),
        answer.Json.GetProperty("monthlyMessages").GetInt64(),
        answer.Json.GetProperty("messagesThisMonth").GetInt64());
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Webhooks;

public sealed class WebhookTests(WebhookFixture gateway) : IClassFixture<WebhookFixture>, IAsyncLifetime
{
    private Receiver _receiver = null!;
    private Tenant _tenant = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        _tenant = await Tenant.RegisterAsync(gateway.Host);
    }

    public async ValueTask DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task What_happens_is_posted_signed_and_the_log_tells_of_it()
    {
        var (id, secret) = await CreateAsync(new { url = _receiver.Url, headers = new { Authorization = "Bearer mine" }, hubSignature = true });
        await _tenant.CreateInstanceAsync();

        var posted = await PostedAsync(each => Action(each) == "instance.created");
        var at = posted.Headers["webhook-timestamp"];
        Assert.Equal("v1," + Signature(secret, $"{posted.Id}.{at}.{posted.Body}"), posted.Headers["webhook-signature"]);
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(posted.Body))), posted.Headers["X-Hub-Signature-256"]);
        Assert.Equal("Bearer mine", posted.Headers["Authorization"]);
        Assert.Equal(["id", "type", "timestamp", "instanceId", "data"], posted.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal(posted.Id, posted.Json.GetProperty("id").GetString());
        var delivery = await DeliveryAsync(id, posted.Id, "delivered");
        var detail = await _tenant.Person.GetAsync($"/api/webhooks/{id}/deliveries/{delivery.GetProperty("id").GetString()}");
        Assert.Equal(204, detail.Json.GetProperty("attempts")[0].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_failed_delivery_is_repeated_under_the_same_id_and_then_given_up_and_can_be_replayed()
    {
        _receiver.AnswerWith(500, 302, 200);
        var (id, _) = await CreateAsync(new { url = _receiver.Url, events = new[] { "user.action" } });
        await _tenant.CreateUserAsync();
        var posted = await PostedAsync(each => Action(each) == "user.created");
        await DeliveryAsync(id, posted.Id, "delivered");
        Assert.Equal(3, _receiver.All.Count(each => each.Id == posted.Id));
        Assert.Single(_receiver.All.Where(each => each.Id == posted.Id).Select(each => each.Body).Distinct());

        _receiver.AnswerWith(503);
        var (other, _, _) = await _tenant.CreateUserAsync();
        var lost = await PostedAsync(each => Action(each) == "user.created" && each.Body.Contains(other, StringComparison.Ordinal));
        var dead = await DeliveryAsync(id, lost.Id, "dead");
        Assert.Equal(3, dead.GetProperty("attempts").GetInt32());

        _receiver.AnswerWith(200);
        (await _tenant.Person.PutAsync($"/api/webhooks/{id}", new { url = _receiver.Url })).Is(HttpStatusCode.OK);
        (await _tenant.Person.PostAsync($"/api/webhooks/{id}/deliveries/{dead.GetProperty("id").GetString()}/replay")).Is(HttpStatusCode.Accepted);
        await DeliveryAsync(id, lost.Id, "delivered");
        var again = await _tenant.Person.PostAsync($"/api/webhooks/{id}/replay", new { from = DateTimeOffset.UtcNow.AddHours(-1), state = "delivered" });
        Assert.True(again.Is(HttpStatusCode.Accepted).Json.GetProperty("count").GetInt32() >= 2);
        await Wait.UntilAsync(() => _receiver.All.Count(each => each.Id == posted.Id) == 4, "the replay");
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_turned_off()
    {
        _receiver.AnswerWith(410);
        var (id, _) = await CreateAsync(new { url = _receiver.Url });
        await _tenant.CreateInstanceAsync();
        var off = await Tenant.UntilAsync(_tenant.Person, $"/api/webhooks/{id}", answer => !answer.Json.GetProperty("isActive").GetBoolean());
        Assert.Equal("gone", off["disabledReason"]);
        var late = await _tenant.CreateInstanceAsync();

        _receiver.AnswerWith(200);
        (await _tenant.Person.PutAsync($"/api/webhooks/{id}", new { url = _receiver.Url, isActive = true })).Is(HttpStatusCode.OK);
        var user = (await _tenant.CreateUserAsync()).Id;
        await PostedAsync(each => each.Body.Contains(user, StringComparison.Ordinal));
        Assert.DoesNotContain(_receiver.All, each => each.Body.Contains(late, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_happened_while_it_was_off_is_not_sent_however_late_it_is_read()
    {
        var (id, _) = await CreateAsync(new { url = _receiver.Url });
        (await _tenant.Person.PutAsync($"/api/webhooks/{id}", new { url = _receiver.Url, isActive = false })).Is(HttpStatusCode.OK);
        var meanwhile = DateTimeOffset.UtcNow;
        (await _tenant.Person.PutAsync($"/api/webhooks/{id}", new { url = _receiver.Url, isActive = true })).Is(HttpStatusCode.OK);
        var back = DateTimeOffset.UtcNow;
        (await _tenant.Person.PutAsync($"/api/webhooks/{id}", new { url = _receiver.Url, isActive = true })).Is(HttpStatusCode.OK);

        await AppendAsync("read-late", meanwhile);
        await AppendAsync("read-in-time", back);
        await _tenant.CreateUserAsync();

        await PostedAsync(each => Action(each) == "read-in-time");
        Assert.DoesNotContain(_receiver.All, each => Action(each) == "read-late");
    }

    [Fact]
    public async Task A_receiver_that_fails_again_and_again_is_left_alone_for_a_while()
    {
        _receiver.AnswerWith(500);
        var (id, _) = await CreateAsync(new { url = _receiver.Url, ordered = true });
        for (var i = 0; i < 4; i++)
        {
            await _tenant.CreateInstanceAsync($"i{i}");
        }

        await Tenant.UntilAsync(_tenant.Person, $"/api/webhooks/{id}", answer => answer.Json.GetProperty("pausedUntil").ValueKind == JsonValueKind.String);
        _receiver.AnswerWith(200);
        await PostedAsync(each => each.Json.GetProperty("type").GetString() == "system.action");
        await Tenant.UntilAsync(_tenant.Person, $"/api/webhooks/{id}", answer => answer.Json.GetProperty("failuresInARow").GetInt32() == 0);
    }

    [Fact]
    public async Task Retry_after_is_honoured()
    {
        var times = new List<DateTimeOffset>();
        _receiver.Answer = (_, context) =>
        {
            times.Add(DateTimeOffset.UtcNow);
            context.Response.StatusCode = times.Count == 1 ? 429 : 200;
            context.Response.Headers.RetryAfter = "2";
            return Task.CompletedTask;
        };
        var (id, _) = await CreateAsync(new { url = _receiver.Url, events = new[] { "user" } });
        await _tenant.CreateUserAsync("ADMINISTRATOR");
        await Wait.UntilAsync(() => times.Count >= 2, "the second attempt");
        Assert.True(times[1] - times[0] >= TimeSpan.FromSeconds(2), "It came too early.");
    }

    [Fact]
    public async Task In_order_means_that_nothing_overtakes_what_failed()
    {
        var seen = new List<string>();
        var failed = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        _receiver.Answer = (posted, context) =>
        {
            // No event fails so often that it is given up.
            var isFailure = Random.Shared.Next(2) == 0 && failed.AddOrUpdate(posted.Id, 1, (_, before) => before + 1) <= 2;
            context.Response.StatusCode = isFailure ? 500 : 200;
            if (!isFailure)
            {
                lock (seen)
                {
                    seen.Add(posted.Json.GetProperty("data").GetProperty("targetId").GetString()!);
                }
            }

            return Task.CompletedTask;
        };
        await CreateAsync(new { url = _receiver.Url, events = new[] { "system.action" }, ordered = true });
        var created = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            created.Add(await _tenant.CreateInstanceAsync($"i{i}"));
        }

        await Wait.UntilAsync(() => seen.Contains(created[^1]), "the last event");
        Assert.Equal(created, seen.Where(created.Contains));
    }

    [Fact]
    public async Task Both_secrets_sign_while_one_is_replaced()
    {
        var (id, old) = await CreateAsync(new { url = _receiver.Url });
        var rotated = (await _tenant.Person.PostAsync($"/api/webhooks/{id}/rotate-secret", new { graceSeconds = 60 })).Is(HttpStatusCode.OK);
        Assert.NotEqual(old, rotated["secret"]);
        Assert.True((await _tenant.Person.PostAsync($"/api/webhooks/{id}/ping")).Is(HttpStatusCode.OK).Json.GetProperty("success").GetBoolean());
        var posted = await PostedAsync(each => each.Type == "webhook.ping");
        var signed = $"{posted.Id}.{posted.Headers["webhook-timestamp"]}.{posted.Body}";
        Assert.Equal($"v1,{Signature(rotated["secret"], signed)} v1,{Signature(old, signed)}", posted.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task Only_what_was_asked_for_and_only_the_own_subscription_is_told()
    {
        var stranger = await Tenant.RegisterAsync(gateway.Host);
        var instance = await _tenant.CreateInstanceAsync();
        (await _tenant.Person.PostAsync($"/api/instances/{instance}/webhooks", new { url = _receiver.Url, events = new[] { "connection" } })).Is(HttpStatusCode.Created);
        (await _tenant.Person.PostAsync($"/api/instances/{await stranger.CreateInstanceAsync()}/webhooks", new { url = _receiver.Url })).IsProblem(HttpStatusCode.NotFound, "not-found");
        var other = await _tenant.CreateInstanceAsync("other");
        await stranger.PairAsync("15559101");
        await _tenant.PairAsync(other, "15559102");
        await _tenant.PairAsync(instance, "15559103");

        await PostedAsync(each => each.Json.GetProperty("data").GetProperty("status").GetString() == "CONNECTED");
        Assert.All(_receiver.All, each => Assert.Equal((instance, "connection.changed"), (each.Json.GetProperty("instanceId").GetString(), each.Type)));
    }

    [Theory]
    [InlineData("url", """{"url":"ftp://example.com"}""")]
    [InlineData("url", """{"url":"http://user:secret@example.com"}""")]
    [InlineData("url", """{"url":"https://example.com:22/"}""")]
    [InlineData("url", """{}""")]
    [InlineData("events", """{"url":"https://example.com","events":["message.maybe"]}""")]
    [InlineData("headers", """{"url":"https://example.com","headers":{"webhook-id":"mine"}}""")]
    [InlineData("headers", """{"url":"https://example.com","headers":{"X-A":"a\nb"}}""")]
    [InlineData("timeoutSeconds", """{"url":"https://example.com","timeoutSeconds":31}""")]
    [InlineData("maxConcurrency", """{"url":"https://example.com","maxConcurrency":0}""")]
    [InlineData("secret", """{"url":"https://example.com","secret":"whsec_mine"}""")]
    public async Task Bad_settings_name_their_field(string field, string body) =>
        (await _tenant.Person.PostRawAsync("/api/webhooks", body)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);

    [Fact]
    public async Task An_address_inside_is_not_posted_to()
    {
        var (id, _) = await CreateAsync(new { url = "http://localhost/hook" });
        var ping = (await _tenant.Person.PostAsync($"/api/webhooks/{id}/ping")).Is(HttpStatusCode.OK);
        Assert.Equal("refused-address", ping.Json.GetProperty("attempt").GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_subscription_has_no_more_webhooks_than_it_may()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _tenant.Person.PostAsync("/api/webhooks", new { url = "https://example.com/" })));
        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.IsProblem(HttpStatusCode.Conflict, "webhook-limit"));
    }

    [Fact]
    public async Task A_slow_receiver_is_given_up_in_time_and_delays_nobody()
    {
        _receiver.Answer = async (_, context) => await Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        await using var quick = await Receiver.StartAsync();
        var (slow, _) = await CreateAsync(new { url = _receiver.Url, timeoutSeconds = 1 });
        await CreateAsync(new { url = quick.Url });
        await _tenant.CreateInstanceAsync();
        await Wait.UntilAsync(() => quick.All.Any(each => Action(each) == "instance.created"), "the quick one");
        var ping = (await _tenant.Person.PostAsync($"/api/webhooks/{slow}/ping")).Is(HttpStatusCode.OK);
        Assert.Equal("timeout", ping.Json.GetProperty("attempt").GetProperty("error").GetString());
    }

    private static string? Action(Posted posted) => posted.Json.GetProperty("data").TryGetProperty("action", out var action) ? action.GetString() : null;

    /// <summary>Stores an event that happened before it is read.</summary>
    private async Task AppendAsync(string action, DateTimeOffset at)
    {
        await using var context = await gateway.Host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync();
        var log = new EventLog(gateway.Host.Services.GetRequiredService<RecordSealer>(), new FakeTimeProvider(at));
        log.Append(context, _tenant.Subscription, null, EventTypes.SystemAction, new ActionData(action, null, "somebody"));
        await context.SaveChangesAsync();
    }

    private static string Signature(string secret, string signed) =>
        Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes(signed)));

    private async Task<(string Id, string Secret)> CreateAsync(object request)
    {
        var created = (await _tenant.Person.PostAsync("/api/webhooks", request)).Is(HttpStatusCode.Created);
        return (created.Json.GetProperty("webhook").GetProperty("id").GetString()!, created["secret"]);
    }

    private Task<Posted> PostedAsync(Func<Posted, bool> isExpected) =>
        Wait.ForAsync(() => _receiver.All.FirstOrDefault(isExpected), "the event");

    private async Task<JsonElement> DeliveryAsync(string webhook, string eventId, string state)
    {
        var page = await Tenant.UntilAsync(_tenant.Person, $"/api/webhooks/{webhook}/deliveries?state={state}", answer => Find(answer) is not null);
        return Find(page)!.Value;

        JsonElement? Find(Answer answer) => answer.Json.GetProperty("items").EnumerateArray().Cast<JsonElement?>()
            .FirstOrDefault(item => item!.Value.GetProperty("eventId").GetString() == eventId);
    }
}

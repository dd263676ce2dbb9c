using System.Net;
using System.Net.Sockets;
using System.Text;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Events;

public sealed class StreamTests(LiveFixture gateway) : IAsyncLifetime
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
    public async Task After_a_thousand_missed_events_each_comes_once_and_in_order()
    {
        var program = await _tenant.ProgramAsync(_instance);
        string last;
        await using (var first = await StreamClient.OpenAsync(program))
        {
            Assert.Equal("text/event-stream", first.Answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("no-store", first.Answer.Headers.CacheControl!.ToString());
            await gateway.Host.TellAsync(_tenant.Subscription, _instance, "seen");
            await first.UntilAsync("seen");
            last = first.Ids.Last();
        }

        string[] missed = [.. Enumerable.Range(0, 1000).Select(i => $"m{i}")];
        await gateway.Host.TellAsync(_tenant.Subscription, _instance, missed);
        await using var again = await StreamClient.OpenAsync(program, lastEventId: last);
        await again.UntilAsync("m500");
        await gateway.Host.TellAsync(_tenant.Subscription, _instance, "live");
        await again.UntilAsync("live");
        Assert.Equal([.. missed, "live"], again.Messages);

        var (cursor, listed) = (last, new List<string>());
        for (var hasMore = true; hasMore;)
        {
            var page = (await program.GetAsync($"/api/events?limit=100&cursor={cursor}")).Is(HttpStatusCode.OK).Json;
            listed.AddRange(page.GetProperty("events").EnumerateArray().Select(each => each.GetProperty("id").GetString()!));
            (cursor, hasMore) = (page.GetProperty("nextCursor").GetString()!, page.GetProperty("hasMore").GetBoolean());
        }

        Assert.Equal(again.Ids, listed);
        var end = (await program.GetAsync($"/api/events?cursor={cursor}")).Is(HttpStatusCode.OK);
        Assert.Equal(cursor, end["nextCursor"]);
    }

    [Fact]
    public async Task What_is_unknown_or_anothers_is_refused_before_the_stream_starts()
    {
        var stranger = await Tenant.RegisterAsync(gateway.Host);
        var other = await _tenant.CreateInstanceAsync("other");
        await gateway.Host.TellAsync(_tenant.Subscription, other, "x");
        var id = (await _tenant.Person.GetAsync($"/api/events?types=message&instanceId={other}")).Is(HttpStatusCode.OK).Json.GetProperty("events")[0].GetProperty("id").GetString();
        var program = await _tenant.ProgramAsync(_instance);
        foreach (var (caller, last) in new[] { (stranger.Person, id), (program, id), (program, "evt_nothing"), (program, new string('x', 500)) })
        {
            (await caller.GetAsync($"/api/events/stream?lastEventId={last}")).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "lastEventId");
            (await caller.GetAsync($"/api/events?cursor={last}")).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "cursor");
        }

        (await program.GetAsync("/api/events/stream?types=nothing")).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "types");
        (await program.GetAsync("/api/events/stream?content=perhaps")).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "content");
        (await program.GetAsync($"/api/events/stream?instanceId={other}")).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Messages_come_without_what_they_say_unless_it_is_asked_for_and_allowed()
    {
        await gateway.Host.ReceiveAsync(_tenant.Subscription, _instance, "the secret text");
        var (_, key) = await _tenant.CreateKeyAsync(_instance, new { name = "events only", permissions = new[] { "events:read" } });
        var told = (await _tenant.Person.With(key).GetAsync("/api/events")).Is(HttpStatusCode.OK);
        Assert.Equal(2, told.Json.GetProperty("events").GetArrayLength());
        Assert.DoesNotContain("secret text", told.Text, StringComparison.Ordinal);
        Assert.Contains("\"pushName\":\"Ann\"", told.Text, StringComparison.Ordinal);
        var refused = (await _tenant.Person.With(key).GetAsync("/api/events?content=true")).IsProblem(HttpStatusCode.Forbidden, "permission-missing");
        Assert.Contains("messages:read", refused["detail"], StringComparison.Ordinal);
        (await _tenant.Person.With(key).GetAsync("/api/events/stream?content=true")).IsProblem(HttpStatusCode.Forbidden, "permission-missing");

        var program = await _tenant.ProgramAsync(_instance);
        await using var bare = await StreamClient.OpenAsync(program);
        await using var whole = await StreamClient.OpenAsync(program, "?content=true");
        await gateway.Host.ReceiveAsync(_tenant.Subscription, _instance, "the secret text");
        await Wait.UntilAsync(() => bare.Told.Count == 2 && whole.Told.Count == 2, "both events");
        Assert.All(bare.Told, each => Assert.DoesNotContain("secret text", each.GetRawText(), StringComparison.Ordinal));
        Assert.All(whole.Told, each => Assert.Contains("secret text", each.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_people_do_is_told_to_administrators_only()
    {
        var (_, user, _) = await _tenant.CreateUserAsync();
        await gateway.Host.TellAsync(_tenant.Subscription, _instance, "x");
        static IEnumerable<string?> Types(Answer answer) => answer.Is(HttpStatusCode.OK).Json.GetProperty("events").EnumerateArray().Select(each => each.GetProperty("type").GetString());
        Assert.Equal(["message.sent"], Types(await user.GetAsync("/api/events")));
        Assert.Contains("user.action", Types(await _tenant.Person.GetAsync("/api/events")));
        Assert.Equal(["message.sent"], Types(await (await _tenant.ProgramAsync(_instance)).GetAsync("/api/events")));
        (await user.GetAsync("/api/events/stream?types=user")).IsProblem(HttpStatusCode.Forbidden, "administrator-needed");
    }

    [Fact]
    public async Task A_revoked_key_and_an_ended_login_end_their_streams()
    {
        var (id, key) = await _tenant.CreateKeyAsync(_instance);
        var (userId, user, _) = await _tenant.CreateUserAsync();
        await using var program = await StreamClient.OpenAsync(_tenant.Person.With(key));
        await using var person = await StreamClient.OpenAsync(user);
        await using var stays = await StreamClient.OpenAsync(_tenant.Person);
        (await _tenant.Person.DeleteAsync($"/api/instances/{_instance}/api-keys/{id}")).Is(HttpStatusCode.NoContent);
        await program.Ended.WaitAsync(TimeSpan.FromSeconds(60));
        (await _tenant.Person.DeleteAsync($"/api/users/{userId}")).Is(HttpStatusCode.NoContent);
        await person.Ended.WaitAsync(TimeSpan.FromSeconds(60));
        await gateway.Host.TellAsync(_tenant.Subscription, _instance, "after");
        await stays.UntilAsync("after");
        Assert.DoesNotContain("after", program.Messages.Concat(person.Messages));
    }

    [Fact]
    public async Task A_slow_reader_is_cut_and_others_do_not_feel_it()
    {
        using var slow = new TcpClient { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(_tenant.Person.Address.Host, _tenant.Person.Address.Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /api/events/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {_tenant.Person.Credential}\r\n\r\n"));
        Assert.Equal(1, await slow.GetStream().ReadAsync(new byte[1]));
        await using var one = await StreamClient.OpenAsync(_tenant.Person);
        await using var two = await StreamClient.OpenAsync(_tenant.Person);
        await using var three = await StreamClient.OpenAsync(_tenant.Person);

        // The fourth is the slow one.
        (await _tenant.Person.GetAsync("/api/events/stream")).IsProblem(HttpStatusCode.TooManyRequests, "event-stream-limit");
        var padding = new string('x', 80_000);
        for (var i = 0; i < 10; i++)
        {
            await gateway.Host.TellAsync(_tenant.Subscription, _instance, Enumerable.Range(0, 10).Select(each => $"{i}.{each}.{padding}"));
        }

        await gateway.Host.TellAsync(_tenant.Subscription, _instance, "last");
        await one.UntilAsync("last");
        Assert.Equal(101, one.Messages.Count());
        Assert.Equal(one.Ids, one.Ids.Distinct());

        // It makes room for another, which begins where the slow one may have stopped.
        StreamClient? next = null;
        for (var limit = DateTime.UtcNow.AddSeconds(60); next is null && DateTime.UtcNow < limit;)
        {
            next = await TryOpenAsync(one.Ids.First());
        }

        Assert.NotNull(next);
        await using var resumed = next;
        await resumed.UntilAsync("last");
        Assert.Equal(one.Ids.Skip(1), resumed.Ids);
    }

    private async Task<StreamClient?> TryOpenAsync(string last)
    {
        try
        {
            return await StreamClient.OpenAsync(_tenant.Person, lastEventId: last);
        }
        catch (Xunit.Sdk.XunitException)
        {
            return null;
        }
    }
}

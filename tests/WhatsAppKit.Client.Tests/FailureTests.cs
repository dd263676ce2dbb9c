using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WhatsAppKit.Client.Tests;

/// <summary>What stands between a client and its gateway, or in its place.</summary>
public class FailureTests
{
    private const string Key = "wak_12345678_secret";

    [Fact]
    public async Task Nobody_at_the_address_is_a_passing_failure_without_a_status()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();

        var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(() => Client(address).Messages.SendTextAsync("15550001", "x"));

        Assert.Equal((WhatsAppGatewayException.Unreachable, (HttpStatusCode?)null, true), (error.Code, error.Status, error.IsTransient));
        Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(502, "http-502", true)]
    [InlineData(503, "http-503", true)]
    [InlineData(429, "http-429", true)]
    [InlineData(403, "http-403", false)]
    [InlineData(500, "http-500", false)]
    public async Task An_answer_of_something_else_keeps_its_status(int status, string code, bool isTransient)
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("<html>somebody else</html>");
        });
        var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(() => Client(Address(server)).Messages.SendTextAsync("15550001", "x"));
        Assert.Equal(((HttpStatusCode?)status, code, isTransient), (error.Status, error.Code, error.IsTransient));
    }

    [Theory]
    [InlineData("<html>a portal</html>", "text/html")]
    [InlineData("{\"items\":7}", "application/json")]
    [InlineData("{", "application/json")]
    public async Task A_success_that_is_none_of_a_gateway_is_told_apart(string body, string type)
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.ContentType = type;
            return context.Response.WriteAsync(body);
        });
        var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(() => Client(Address(server)).Messages.ListAsync());
        Assert.Equal((WhatsAppGatewayException.Unreadable, false), (error.Code, error.IsTransient));
    }

    [Fact]
    public async Task A_file_waits_until_the_gateway_wants_it()
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Headers.Expect == "100-continue" ? 413 : 500;
            return Task.CompletedTask;
        });
        var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(() => Client(Address(server)).Media.UploadAsync(new MemoryStream([1, 2, 3])));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, false), (error.Status, error.IsTransient));
    }

    [Fact]
    public async Task What_is_wrong_with_which_field_is_told_to_who_reads_a_log_too()
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = 400;
            context.Response.ContentType = "application/problem+json";
            return context.Response.WriteAsync("""{"status":400,"code":"invalid-request","detail":"No.","errors":{"to":["Too short."],"text":["Needed."]}}""");
        });
        var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(() => Client(Address(server)).Messages.SendTextAsync("1", ""));
        Assert.Equal("The gateway answered 400 invalid-request: No. to: Too short. text: Needed.", error.Message);
        Assert.Equal("Too short.", Assert.Single(error.Errors["to"]));
    }

    [Fact]
    public async Task An_unacknowledged_message_is_not_to_be_sent_again()
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = 504;
            context.Response.ContentType = "application/problem+json";
            return context.Response.WriteAsync("""{"status":504,"code":"ack-timeout","detail":"unknown"}""");
        });
        var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(() => Client(Address(server)).Messages.SendTextAsync("15550001", "x"));
        Assert.Equal(("ack-timeout", false), (error.Code, error.IsTransient));
    }

    [Fact]
    public async Task Reading_and_sending_are_repeated_and_every_attempt_to_send_has_the_one_key()
    {
        var calls = new ConcurrentQueue<(string Method, string? Key)>();
        await using var server = await StartAsync(context =>
        {
            calls.Enqueue((context.Request.Method, context.Request.Headers["Idempotency-Key"]));
            context.Response.StatusCode = calls.Count % 2 == 0 ? 200 : 503;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(context.Request.Method == "GET" ? """{"items":[],"nextCursor":null}""" : """{"id":"m","status":"sent","to":"15550001","timestamp":"2026-01-01T00:00:00Z"}""");
        });
        var repeats = new List<(int, HttpStatusCode?)>();
        var messages = Client(Address(server), resilience => resilience.OnRetry = (number, _, status) => repeats.Add((number, status))).Messages;

        Assert.Empty((await messages.ListAsync()).Items);
        Assert.Equal("m", (await messages.SendTextAsync("15550001", "x")).Id);
        Assert.Equal("m", (await messages.SendTextAsync("15550001", "x")).Id);
        Assert.Equal("m", (await messages.SendTextAsync(new() { To = "15550001", Text = "x" }, idempotencyKey: "my key")).Id);

        Assert.Equal(["GET", "GET", "POST", "POST", "POST", "POST", "POST", "POST"], calls.Select(call => call.Method));
        var keys = calls.Select(call => call.Key).ToArray();
        Assert.Equal((string?[])[null, null, keys[2], keys[2], keys[4], keys[4], "my key", "my key"], keys);
        Assert.Equal(3, keys.Skip(2).Distinct().Count());
        Assert.Equal([.. Enumerable.Repeat((1, (HttpStatusCode?)HttpStatusCode.ServiceUnavailable), 4)], repeats);
    }

    [Fact]
    public async Task Attempts_are_counted_by_the_meter_of_Polly()
    {
        var outcomes = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument is { Meter.Name: "Polly", Name: "resilience.polly.strategy.attempt.duration" })
                {
                    meters.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value?.ToString());
            outcomes.Enqueue($"{named["pipeline.name"]} {named["attempt.number"]} {named["attempt.handled"]}");
        });
        listener.Start();
        var served = 0;
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref served) == 1 ? 503 : 404;
            return Task.CompletedTask;
        });

        await using var services = new ServiceCollection().AddWhatsAppGatewayClient("metered", options =>
        {
            (options.BaseAddress, options.ApiKey, options.Resilience.RetryDelay) = (Address(server), Key, TimeSpan.FromMilliseconds(1));
        }).Services.BuildServiceProvider();

        await Assert.ThrowsAsync<WhatsAppGatewayException>(() => services.GetRequiredKeyedService<IWhatsAppGateway>("metered").Messages.ListAsync());

        // Others are counted at the same time, under their own names.
        const string Pipeline = "WhatsAppGateway:metered-gateway";
        Assert.Equal([$"{Pipeline} 0 True", $"{Pipeline} 1 False"], outcomes.Where(each => each.StartsWith(Pipeline, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_has_no_key_and_changes_something_is_never_repeated()
    {
        var calls = 0;
        await using var server = await StartAsync(context =>
        {
            calls++;
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<WhatsAppGatewayException>(() => Client(Address(server)).Messages.MarkReadAsync("m"));
        await Assert.ThrowsAsync<WhatsAppGatewayException>(() => Client(Address(server)).Groups.LeaveAsync("1@g.us"));
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_date_to_come_back_at_is_told_as_a_wait()
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = DateTimeOffset.UtcNow.AddHours(1).ToString("R", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(() => Client(Address(server)).Messages.SendTextAsync("15550001", "x"));
        Assert.InRange(error.RetryAfter!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData(429, "1", 2)]
    [InlineData(429, "3600", 1)]
    [InlineData(409, "1", 2)]
    [InlineData(409, null, 1)]
    [InlineData(422, "1", 1)]
    public async Task What_the_gateway_says_about_the_next_attempt_is_honoured(int status, string? retryAfter, int attempts)
    {
        var calls = new ConcurrentQueue<DateTimeOffset>();
        await using var server = await StartAsync(context =>
        {
            calls.Enqueue(DateTimeOffset.UtcNow);
            context.Response.StatusCode = calls.Count == 1 ? status : 200;
            context.Response.Headers.RetryAfter = retryAfter;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{"id":"m","status":"sent","to":"15550001","timestamp":"2026-01-01T00:00:00Z"}""");
        });
        var sending = Client(Address(server)).Messages.SendTextAsync("15550001", "x");
        if (attempts == 1)
        {
            var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(() => sending);
            Assert.Equal(retryAfter, error.RetryAfter?.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            Assert.Equal("m", (await sending).Id);

            // It waited at least as long as it was told to, a clock's grain less.
            Assert.True(calls.Last() - calls.First() > TimeSpan.FromSeconds(0.9));
        }

        Assert.Equal(attempts, calls.Count);
    }

    [Fact]
    public async Task A_gateway_that_fails_again_and_again_is_left_alone()
    {
        var calls = 0;
        await using var server = await StartAsync(context =>
        {
            calls++;
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        var messages = Client(Address(server), resilience => (resilience.BreakAfter, resilience.BreakFor) = (3, TimeSpan.FromMinutes(1))).Messages;
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("http-500", (await Assert.ThrowsAsync<WhatsAppGatewayException>(() => messages.ListAsync())).Code);
        }

        var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(() => messages.ListAsync());
        Assert.Equal((WhatsAppGatewayException.CircuitOpen, true, 3), (error.Code, error.IsTransient, calls));
        Assert.True(error.RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public async Task An_answer_that_does_not_begin_is_given_up()
    {
        await using var server = await StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        var messages = Client(Address(server), resilience => (resilience.AttemptTimeout, resilience.MaxRetries) = (TimeSpan.FromMilliseconds(200), 0)).Messages;
        var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(() => messages.ListAsync());
        Assert.Equal((WhatsAppGatewayException.Unreachable, true), (error.Code, error.IsTransient));
    }

    [Fact]
    public async Task Several_clients_have_their_own_gateway_and_key()
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            context.Response.ContentType = "application/problem+json";
            return context.Response.WriteAsync($$"""{"status":401,"code":"{{context.Request.Headers.Authorization}}"}""");
        });
        await using var services = new ServiceCollection()
            .AddWhatsAppGatewayClient("one", options => (options.BaseAddress, options.ApiKey) = (Address(server), "wak_one")).Services
            .AddWhatsAppGatewayClient("two", options => (options.BaseAddress, options.ApiKey) = (Address(server), "wak_two")).Services
            .BuildServiceProvider();
        foreach (var name in new[] { "one", "two" })
        {
            var error = await Assert.ThrowsAsync<WhatsAppGatewayException>(() => services.GetRequiredKeyedService<IWhatsAppGateway>(name).Messages.ListAsync());
            Assert.Equal($"Bearer wak_{name}", error.Code);
        }
    }

    [Fact]
    public async Task The_caller_who_cancels_sees_a_cancellation_and_no_failure()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await StartAsync(async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client(Address(server)).Messages.ListAsync(cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task A_path_before_the_gateway_and_the_key_reach_the_server()
    {
        string? path = null;
        string? authorization = null;
        await using var server = await StartAsync(context =>
        {
            (path, authorization) = (context.Request.Path + context.Request.QueryString, context.Request.Headers.Authorization);
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{"items":[],"nextCursor":null}""");
        });
        await Client(new Uri(Address(server), "whatsapp/")).Messages.ListAsync(5, "a&b=c");
        Assert.Equal("/whatsapp/api/messages?limit=5&cursor=a%26b%3Dc", path);
        Assert.Equal("Bearer " + Key, authorization);
    }

    [Theory]
    [InlineData(null, Key)]
    [InlineData("ftp://example.com", Key)]
    [InlineData("/relative", Key)]
    [InlineData("http://127.0.0.1", null)]
    [InlineData("http://127.0.0.1", " ")]
    public void A_missing_setting_is_named_at_the_first_use(string? address, string? key)
    {
        using var services = Services(address is null ? null : new Uri(address, UriKind.RelativeOrAbsolute), key);
        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<WhatsAppGatewayClientOptions>>().Value);
        Assert.StartsWith("WhatsAppGatewayClientOptions.", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    private static IWhatsAppGateway Client(Uri address, Action<GatewayResilienceOptions>? configure = null) =>
        Services(address, Key, configure).GetRequiredService<IWhatsAppGateway>();

    private static ServiceProvider Services(Uri? address, string? key, Action<GatewayResilienceOptions>? configure = null) => new ServiceCollection()
        .AddWhatsAppGatewayClient(options =>
        {
            (options.BaseAddress, options.ApiKey) = (address, key);
            options.Resilience.RetryDelay = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(options.Resilience);
        }).Services.BuildServiceProvider();

    internal static Uri Address(WebApplication server) =>
        new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    internal static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }
}

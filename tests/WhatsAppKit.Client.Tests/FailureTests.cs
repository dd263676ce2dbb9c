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
    public async Task Reading_is_repeated_after_a_passing_failure_and_sending_never_is()
    {
        var calls = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var server = await StartAsync(context =>
        {
            calls.Enqueue(context.Request.Method);
            var isSecondRead = context.Request.Method == "GET" && calls.Count == 2;
            context.Response.StatusCode = isSecondRead ? 200 : 503;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(isSecondRead ? """{"items":[],"nextCursor":null}""" : "{}");
        });

        Assert.Empty((await Client(Address(server)).Messages.ListAsync()).Items);
        await Assert.ThrowsAsync<WhatsAppGatewayException>(() => Client(Address(server)).Messages.SendTextAsync("15550001", "x"));

        Assert.Equal(["GET", "GET", "POST"], calls);
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

    private static IWhatsAppGateway Client(Uri address) => Services(address, Key).GetRequiredService<IWhatsAppGateway>();

    private static ServiceProvider Services(Uri? address, string? key) => new ServiceCollection()
        .AddWhatsAppGatewayClient(options => (options.BaseAddress, options.ApiKey) = (address, key)).BuildServiceProvider();

    private static Uri Address(WebApplication server) =>
        new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
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

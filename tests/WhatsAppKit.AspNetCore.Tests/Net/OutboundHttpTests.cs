using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Net;

namespace WhatsAppKit.AspNetCore.Tests.Net;

/// <summary>What strangers may make the gateway fetch, with a resolver that lies as they would, and a host on this machine that must not be asked.</summary>
public sealed class OutboundHttpTests : IAsyncLifetime
{
    private WebApplication _inside = null!;
    private int _port;
    private int _asked;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _inside = builder.Build();
        _inside.Run(AnswerAsync);
        await _inside.StartAsync();
        _port = new Uri(_inside.Urls.First()).Port;
    }

    public async ValueTask DisposeAsync() => await _inside.DisposeAsync();

    [Theory]
    [InlineData("http://example.test/x")]
    [InlineData("ftp://example.test/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.test/x")]
    [InlineData("/relative")]
    [InlineData("")]
    [InlineData("https://user@example.test/x")]
    [InlineData("https://user:password@example.test/x")]
    [InlineData("https://127.0.0.1@example.test/x")]
    [InlineData("https://example.test:8443/x")]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("https://127.1/x")]
    [InlineData("https://2130706433/x")]
    [InlineData("https://0x7f000001/x")]
    [InlineData("https://0x7f.1/x")]
    [InlineData("https://017700000001/x")]
    [InlineData("https://0/x")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://[::ffff:127.0.0.1]/x")]
    [InlineData("https://[64:ff9b::7f00:1]/x")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://localhost/x")]
    [InlineData("https://localhost./x")]
    [InlineData("https://inside.test/x")]
    [InlineData("https://inside.test./x")]
    [InlineData("https://both.test/x")]
    [InlineData("https://mapped.test/x")]
    [InlineData("https://unknown.test/x")]
    [InlineData("https://nothing.test/x")]
    public async Task What_leads_inside_or_is_no_plain_https_address_is_refused(string address)
    {
        using var http = Create(new OutboundOptions());
        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(() => FetchAsync(http, address));
        Assert.True(refused.IsAddress, refused.Message);
        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task A_trusted_host_is_asked_wherever_it_is_and_told_nothing_of_the_gateway()
    {
        using var http = Create(Trusting("127.0.0.1"));
        Assert.Equal("hello", await FetchAsync(http, $"http://127.0.0.1:{_port}/file"));
        Assert.Equal(["Host", "User-Agent"], _headers.Order());
    }

    [Fact]
    public async Task A_redirect_inside_is_refused_where_it_leads()
    {
        using var http = Create(Trusting("127.0.0.1"));
        foreach (var target in new[] { "http://inside.test/x", "https://10.0.0.1/x", "file:///etc/passwd", "http://localhost/x", $"http://user@127.0.0.1:{_port}/file" })
        {
            _redirect = target;
            Assert.True((await Assert.ThrowsAsync<OutboundRefusedException>(() => FetchAsync(http, $"http://127.0.0.1:{_port}/redirect"))).IsAddress);
        }

        _redirect = "/file";
        Assert.Equal("hello", await FetchAsync(http, $"http://127.0.0.1:{_port}/redirect"));
        _redirect = "/redirect";
        _asked = 0;
        Assert.False((await Assert.ThrowsAsync<OutboundRefusedException>(() => FetchAsync(http, $"http://127.0.0.1:{_port}/redirect"))).IsAddress);
        Assert.Equal(4, _asked);
    }

    [Fact]
    public async Task A_name_that_turns_inside_the_second_time_is_refused_then()
    {
        // Whoever checks a name and looks it up again to connect would be led inside by this one.
        var rebinding = new FakeResolver { Answers = { ["turns.test"] = new Queue<IPAddress[]>([[IPAddress.Loopback]]) } };
        using var http = Create(new OutboundOptions { AllowHttp = true }, rebinding);
        Assert.True((await Assert.ThrowsAsync<OutboundRefusedException>(() => FetchAsync(http, "http://turns.test/x"))).IsAddress);
        Assert.Equal(1, rebinding.Asked);
    }

    [Theory]
    [InlineData("/missing")]
    [InlineData("/long")]
    [InlineData("/broken")]
    public async Task What_is_no_file_is_refused(string path)
    {
        using var http = Create(Trusting("127.0.0.1"));
        Assert.False((await Assert.ThrowsAsync<OutboundRefusedException>(() => FetchAsync(http, $"http://127.0.0.1:{_port}{path}"))).IsAddress);
    }

    [Fact]
    public async Task A_host_that_does_not_end_is_given_up_on()
    {
        var options = Trusting("127.0.0.1");
        options.Timeout = TimeSpan.FromMilliseconds(500);
        using var http = Create(options);
        Assert.Contains("in time", (await Assert.ThrowsAsync<OutboundRefusedException>(() => FetchAsync(http, $"http://127.0.0.1:{_port}/slow"))).Message, StringComparison.Ordinal);
    }

    private string _redirect = "";
    private string[] _headers = [];

    private async Task AnswerAsync(HttpContext context)
    {
        _asked++;
        _headers = [.. context.Request.Headers.Keys];
        switch (context.Request.Path)
        {
            case "/file":
                await context.Response.WriteAsync("hello");
                break;
            case "/redirect":
                context.Response.Redirect(_redirect);
                break;
            case "/long":
                context.Response.ContentLength = 10_000_000;
                await context.Response.WriteAsync("x");
                break;
            case "/broken":
                context.Response.ContentLength = 100;
                await context.Response.WriteAsync("x");
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
            case "/slow":
                await context.Response.WriteAsync("x");
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            default:
                context.Response.StatusCode = 404;
                break;
        }
    }

    private static OutboundOptions Trusting(string host)
    {
        var options = new OutboundOptions { AllowHttp = true };
        options.TrustedHosts.Add(host);
        return options;
    }

    private static OutboundHttp Create(OutboundOptions options, FakeResolver? resolver = null) =>
        new(Options.Create(new WhatsAppGatewayOptions { Outbound = options }), resolver ?? new FakeResolver(), new GatewayLogs(NullLoggerFactory.Instance), TimeProvider.System);

    private static Task<string> FetchAsync(OutboundHttp http, string address) => http.FetchAsync(address, 1_000_000, ReadAsync, TestContext.Current.CancellationToken);

    private static async Task<string> ReadAsync(Fetched fetched, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(fetched.Content);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private sealed class FakeResolver : IHostResolver
    {
        public Dictionary<string, Queue<IPAddress[]>> Answers { get; } = [];

        public int Asked { get; private set; }

        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult<IPAddress[]>(host.TrimEnd('.') switch
            {
                _ when Answers.TryGetValue(host, out var answers) => answers.Dequeue(),
                "localhost" => [IPAddress.IPv6Loopback, IPAddress.Loopback],
                "inside.test" => [IPAddress.Parse("10.1.2.3")],
                "both.test" => [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback],
                "mapped.test" => [IPAddress.Parse("::ffff:127.0.0.1")],
                "nothing.test" => [],
                _ => throw new SocketException((int)SocketError.HostNotFound),
            });
        }
    }
}

using System.Diagnostics;
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
    [InlineData("https://0177.0.0.1/x")]
    [InlineData("https://127.0.0.1./x")]
    [InlineData("https://\uFF11\uFF12\uFF17.0.0.1/x")]
    [InlineData("https://example.test@127.0.0.1/x")]
    [InlineData("https://10.0.0.1/x")]
    [InlineData("https://172.16.0.1/x")]
    [InlineData("https://192.168.0.1/x")]
    [InlineData("https://100.64.0.1/x")]
    [InlineData("https://0.0.0.0/x")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://[fe80::1]/x")]
    [InlineData("https://[fc00::1]/x")]
    [InlineData("https://[::ffff:127.0.0.1]/x")]
    [InlineData("https://[64:ff9b::7f00:1]/x")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://localhost/x")]
    [InlineData("https://localhost./x")]
    [InlineData("https://inside.test/x")]
    [InlineData("https://inside.test./x")]
    [InlineData("https://both.test/x")]
    [InlineData("https://mapped.test/x")]
    [InlineData("https://a..b/x")]
    [InlineData("https://xn--a/x")]
    [InlineData("https://\u0301.test/x")]
    [InlineData("https://-/x")]
    [InlineData("https://\u200b/x")]
    [InlineData("https://unknown.test/x")]
    [InlineData("https://nothing.test/x")]
    public async Task What_leads_inside_or_is_no_plain_https_address_is_refused(string address)
    {
        using var http = Create(new OutboundOptions());
        foreach (var ask in new[] { FetchAsync, PostAsync })
        {
            var refused = await Assert.ThrowsAsync<OutboundRefusedException>(() => ask(http, address));
            Assert.True(refused.IsAddress, refused.Message);
            Assert.Equal(0, _asked);
        }
    }

    [Fact]
    public async Task A_trusted_host_is_asked_wherever_it_is_and_told_nothing_of_the_gateway()
    {
        using var http = Create(Trusting("127.0.0.1"));
        using var activity = new Activity("a request to the gateway").Start();
        _redirect = "/file";
        foreach (var path in new[] { "/file", "/redirect" })
        {
            Assert.Equal("hello", await FetchAsync(http, $"http://127.0.0.1:{_port}{path}"));
            Assert.Equal(["Host", "User-Agent"], _headers.Order());
        }

        Assert.Equal("200 hello", await PostAsync(http, $"http://127.0.0.1:{_port}/file"));
        Assert.Equal(["Content-Length", "Host", "User-Agent"], _headers.Order());
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

        foreach (var target in new[] { "//[", "http://", "https:", "" })
        {
            _redirect = target;
            await Assert.ThrowsAsync<OutboundRefusedException>(() => FetchAsync(http, $"http://127.0.0.1:{_port}/redirect"));
        }

        _redirect = "/file";
        Assert.Equal("hello", await FetchAsync(http, $"http://127.0.0.1:{_port}/redirect"));
        _redirect = "/redirect";
        _asked = 0;
        Assert.False((await Assert.ThrowsAsync<OutboundRefusedException>(() => FetchAsync(http, $"http://127.0.0.1:{_port}/redirect"))).IsAddress);
        Assert.Equal(4, _asked);
    }

    [Fact]
    public async Task Who_is_posted_to_leads_nowhere_else()
    {
        using var http = Create(Trusting("127.0.0.1"));
        _redirect = "/file";
        Assert.Equal("302 ", await PostAsync(http, $"http://127.0.0.1:{_port}/redirect"));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task A_name_is_looked_up_once_and_where_that_look_led_is_where_the_connection_goes()
    {
        // Public the first time, though nobody has that address; inside the second, where a host waits for whoever looks again.
        var rebinding = new FakeResolver { Answers = { ["turns.test"] = new Queue<IPAddress[]>([[IPAddress.Parse("3ffe::1")], [IPAddress.Loopback]]) } };
        var options = new OutboundOptions { AllowHttp = true, Timeout = TimeSpan.FromSeconds(1), Ports = { _port } };
        using var http = Create(options, rebinding);
        Task AskAsync() => FetchAsync(http, $"http://turns.test:{_port}/file");

        var unreachable = await Assert.ThrowsAsync<OutboundRefusedException>(AskAsync);
        Assert.False(unreachable.IsAddress, unreachable.Message);
        Assert.Equal(1, rebinding.Asked);

        Assert.True((await Assert.ThrowsAsync<OutboundRefusedException>(AskAsync)).IsAddress);
        Assert.Equal((2, 0), (rebinding.Asked, _asked));
    }

    [Theory]
    [InlineData("/missing", "404")]
    [InlineData("/long", "more than 1000000 bytes")]
    [InlineData("/endless", "more than 1000000 bytes")]
    [InlineData("/heads", "broke off")]
    [InlineData("/broken", "broke off")]
    public async Task What_is_no_file_is_refused(string path, string reason)
    {
        using var http = Create(Trusting("127.0.0.1"));
        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(() => FetchAsync(http, $"http://127.0.0.1:{_port}{path}"));
        Assert.False(refused.IsAddress);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
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
                context.Response.Cookies.Append("mark", "x");
                context.Response.Redirect(_redirect);
                break;
            case "/long":
                context.Response.ContentLength = 10_000_000;
                await context.Response.WriteAsync("x");
                break;
            case "/endless":
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(new byte[100_000]);
                }

                break;
            case "/heads":
                context.Response.Headers["X-Long"] = new string('x', 20_000);
                await context.Response.WriteAsync("hello");
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

    /// <summary>As webhooks do.</summary>
    private static async Task<string> PostAsync(OutboundHttp http, string address)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var request = new HttpRequestMessage(HttpMethod.Post, http.Check(address)) { Content = new ByteArrayContent([1]) };
        using var response = await http.SendAsync(request, limit.Token);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(limit.Token)}";
    }

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
                "localhost" or "127.0.0.1" => [IPAddress.IPv6Loopback, IPAddress.Loopback],
                "inside.test" => [IPAddress.Parse("10.1.2.3")],
                "both.test" => [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback],
                "mapped.test" => [IPAddress.Parse("::ffff:127.0.0.1")],
                "nothing.test" => [],
                _ => throw new SocketException((int)SocketError.HostNotFound),
            });
        }
    }
}

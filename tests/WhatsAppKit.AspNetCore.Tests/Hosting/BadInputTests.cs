using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Hosting.OpenApi;
using WhatsAppKit.AspNetCore.Net;

namespace WhatsAppKit.AspNetCore.Tests.Hosting;

/// <summary>Calls every route that is served with what it does not expect: that is the caller's failure, never ours, and nobody is told of the inside.</summary>
public sealed class BadInputTests : IAsyncLifetime, IHostResolver
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    });

    private readonly List<string> _found = [];
    private GatewayHost _host = null!;
    private Callers _callers = null!;
    private int _sent;

    private IEnumerable<ServedEndpoint> Served => ServedEndpoint.Of(_host);

    public async ValueTask InitializeAsync()
    {
        _host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:RateLimits:Key"] = "10000000" }, also: services => services.AddSingleton<IHostResolver>(this));
        _callers = await Callers.RegisterAsync(_host);
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    /// <summary>Nothing that is asked for here leaves the machine.</summary>
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);

    [Fact]
    public async Task Bodies_that_are_no_request()
    {
        foreach (var endpoint in Served.Where(each => each.Method != HttpMethod.Get))
        {
            foreach (var body in HostileInput.Bodies())
            {
                await SendAsync(endpoint, Paths.Unknown(endpoint.Route), body);
            }
        }

        NothingFound(3000);
    }

    [Fact]
    public async Task Fields_of_another_type_or_size_than_they_have()
    {
        // Connected, so that what is taken goes all the way.
        await _callers.Tenant.PairAsync(_callers.Instance, "15559300");
        foreach (var endpoint in Served.Where(each => each.Body is not null))
        {
            foreach (var text in HostileInput.Variants(RequestExamples.Find(endpoint.Body!.Name)!))
            {
                await SendAsync(endpoint, Paths.Unknown(endpoint.Route), HostileInput.Raw(Encoding.UTF8.GetBytes(text), "application/json"));
            }
        }

        NothingFound(5000);
    }

    [Fact]
    public async Task Requests_with_some_bytes_changed()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        foreach (var endpoint in Served.Where(each => each.Body is not null))
        {
            for (var i = 0; i < 20; i++)
            {
                var body = HostileInput.Mutated(RequestExamples.Find(endpoint.Body!.Name)!.ToJsonString(), random);
                await SendAsync(endpoint, Paths.Unknown(endpoint.Route), HostileInput.Raw(body, "application/json"));
            }
        }

        NothingFound(1000, $"seed {seed}");
    }

    [Fact]
    public async Task Forms_that_are_broken()
    {
        foreach (var endpoint in Served.Where(each => each.Body?.IsAssignableTo(typeof(Contracts.Messages.SendMediaRequest)) == true || each.ToString() == "POST /api/media"))
        {
            foreach (var form in HostileInput.Forms())
            {
                await SendAsync(endpoint, endpoint.Route, form);
            }
        }

        NothingFound(1000);
    }

    [Fact]
    public async Task Paths_that_name_nothing()
    {
        foreach (var endpoint in Served.Where(each => each.NamesSomething))
        {
            foreach (var segment in HostileInput.Segments)
            {
                var path = System.Text.RegularExpressions.Regex.Replace(endpoint.Route, "\\{[^}]*\\}", segment.Replace("$", "$$", StringComparison.Ordinal));
                await SendAsync(endpoint, path, Example(endpoint));
            }
        }

        NothingFound(2000);
    }

    [Fact]
    public async Task Parameters_and_headers_that_say_nothing()
    {
        string[] headers = ["X-Instance-Id", "Idempotency-Key", "Prefer", "Accept", "Range", "If-None-Match", "Last-Event-ID", "X-Correlation-Id", "Authorization"];
        foreach (var endpoint in Served)
        {
            var path = Paths.Unknown(endpoint.Route);
            foreach (var segment in HostileInput.Segments)
            {
                foreach (var name in endpoint.Query)
                {
                    await SendAsync(endpoint, $"{path}?{name}={segment}", Example(endpoint));
                }
            }

            await SendAsync(endpoint, $"{path}?{string.Join("&", HostileInput.Segments)}", Example(endpoint));

            foreach (var header in headers)
            {
                foreach (var value in new[] { "", "\u00e9\u00ff", "bytes=-1-,wait=99999999999999999999", "a;q=9,;,=\"", new string('x', 3000) })
                {
                    await SendAsync(endpoint, path, Example(endpoint), (header, value));
                }
            }
        }

        NothingFound(5000);
    }

    private static StringContent? Example(ServedEndpoint endpoint) =>
        endpoint.Body is null ? null : new StringContent(RequestExamples.Find(endpoint.Body.Name)!.ToJsonString(), Encoding.UTF8, "application/json");

    private async Task SendAsync(ServedEndpoint endpoint, string path, HttpContent? content, (string Name, string Value)? header = null)
    {
        _sent++;
        using var request = new HttpRequestMessage(endpoint.Method, new Uri(_host.Address, path)) { Content = content };
        request.Headers.TryAddWithoutValidation("Prefer", "respond-async");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", $"{_sent}");
        if (_callers.Of(endpoint).Credential is { } credential)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + credential);
        }

        if (header is { } other)
        {
            request.Headers.Remove(other.Name);
            request.Headers.TryAddWithoutValidation(other.Name, other.Value);
        }

        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        // A stream has no end.
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        await CheckAsync(endpoint, path, response, isStream ? "" : await response.Content.ReadAsStringAsync());
    }

    private async Task CheckAsync(ServedEndpoint endpoint, string path, HttpResponseMessage response, string text)
    {
        string[] inside = ["Exception", "   at ", "System.", "Microsoft.", ".cs:line", "SQLite", "/root/", "/tmp/"];
        var isOurs = response.Content.Headers.ContentType is MediaTypeHeaderValue { MediaType: "application/problem+json" };
        if ((int)response.StatusCode == 500 || ((int)response.StatusCode > 500 && !isOurs) || (isOurs && inside.Any(word => text.Contains(word, StringComparison.Ordinal))))
        {
            var sent = response.RequestMessage!.Content is { } body ? await body.ReadAsStringAsync() : "";
            _found.Add($"{(int)response.StatusCode} {endpoint.Method} {path[..Math.Min(path.Length, 200)]} {sent[..Math.Min(sent.Length, 300)]}: {text[..Math.Min(text.Length, 500)]}");
        }
    }

    private void NothingFound(int least, string hint = "")
    {
        Assert.True(_sent >= least, $"Only {_sent} requests were sent.");
        Assert.True(_found.Count == 0, $"{_found.Count} of {_sent} {hint}{Environment.NewLine}{string.Join(Environment.NewLine, _found.Take(40))}");
    }
}

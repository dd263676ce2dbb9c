using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using WhatsAppKit.AspNetCore.Tests.Logging;

namespace WhatsAppKit.AspNetCore.Tests;

/// <summary>Calls the gateway over HTTP as a stranger would: paths and JSON written out, no type of the project.</summary>
internal sealed class Caller(Uri address, string? credential)
{
    // One pool for all tests; it keeps no cookies and no credentials.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false, Expect100ContinueTimeout = TimeSpan.FromSeconds(30) });

    private const int LargeBody = 256 * 1024;

    public string? Credential => credential;

    public Uri Address => address;

    public Dictionary<string, string> Headers { get; } = [];

    public Caller With(string? other) => new(address, other);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<Answer> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, JsonContent.Create(body ?? new { }));

    public Task<Answer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, JsonContent.Create(body));

    /// <summary>Posts text exactly as it stands.</summary>
    public Task<Answer> PostRawAsync(string path, string body, string mediaType = "application/json") =>
        SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, mediaType));

    /// <summary>An answer that is a file.</summary>
    public async Task<(HttpResponseMessage Response, byte[] Content)> DownloadAsync(string path, string? range = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + credential);
        if (range is not null)
        {
            request.Headers.TryAddWithoutValidation("Range", range);
        }

        using var response = await Http.SendAsync(request);
        return (response, await response.Content.ReadAsByteArrayAsync());
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        var body = await Planting.BodyAsync(content);
        using var response = await SendPatientlyAsync(method, path, content);
        var answer = new Answer(
            response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType, response.Headers.CacheControl?.ToString())
        {
            Headers = response.Headers.ToDictionary(each => each.Key, each => string.Join(", ", each.Value)),
        };
        Planting.Plant(this, body, answer);
        DeclaredProblems.Check(method, path, answer);
        return answer;
    }

    /// <summary>
    /// A large body, or one whose length is not told, is not sent before the gateway wants it. Where it wants the beginning only, it answers
    /// and closes while the rest is still being written, and whether the answer or the broken pipe is seen first is chance: then it is tried again.
    /// </summary>
    private async Task<HttpResponseMessage> SendPatientlyAsync(HttpMethod method, string path, HttpContent? content)
    {
        var isLarge = content is { Headers.ContentLength: null or > LargeBody } || credential?.Length > LargeBody;
        for (var attempt = 1; ; attempt++)
        {
            var request = Request(method, path, content);
            request.Headers.ExpectContinue = isLarge && content is not null ? true : null;
            try
            {
                return await Http.SendAsync(request);
            }
            catch (HttpRequestException error) when (isLarge && attempt < 10 && error.InnerException is IOException)
            {
                // The next one may see the answer.
            }
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, new Uri(address, path)) { Content = content };
        if (credential is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + credential);
        }

        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, MediaTypeHeaderValue? ContentType, string? CacheControl)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The names of the body's fields.</summary>
    public IEnumerable<string> Fields => Json.EnumerateObject().Select(each => each.Name);

    public string Id => this["id"];

    public string this[string name] => Json.GetProperty(name).GetString()!;

    public Answer Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Text}");
        return this;
    }

    /// <summary>Checks for problem details with that code, and for an error of that field where one is named.</summary>
    public Answer IsProblem(HttpStatusCode status, string code, string? field = null)
    {
        Is(status);
        Assert.Equal("application/problem+json", ContentType?.MediaType);
        Assert.Equal(code, this["code"]);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        if (field is not null)
        {
            Assert.Equal([field], Json.GetProperty("errors").EnumerateObject().Select(each => each.Name));
            Assert.NotEmpty(Json.GetProperty("errors").GetProperty(field)[0].GetString()!);
        }

        Assert.DoesNotContain("Exception", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Text, StringComparison.Ordinal);
        return this;
    }

    /// <summary>The body without the trace id, which differs from request to request.</summary>
    public string Comparable => System.Text.RegularExpressions.Regex.Replace(Text, "\"traceId\":\"[^\"]*\"", "");
}

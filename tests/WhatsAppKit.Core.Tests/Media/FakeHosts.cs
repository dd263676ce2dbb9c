using System.Collections.Concurrent;
using System.Net;

namespace WhatsAppKit.Core.Tests.Media;

/// <summary>Media hosts in memory: they keep what is posted, and a test may answer in their place.</summary>
internal sealed class FakeHosts : HttpMessageHandler
{
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    public ConcurrentQueue<Request> Requests { get; } = new();

    /// <summary>Answers instead, or not when it returns null.</summary>
    public Func<Request, HttpResponseMessage?> Answer { get; set; } = _ => null;

    public static HttpResponseMessage Status(int status) => new((HttpStatusCode)status) { Content = new ByteArrayContent([]) };

    public static HttpResponseMessage Bytes(byte[] content) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var request = new Request(
            message.Method.Method,
            message.RequestUri!,
            message.Headers.Range?.ToString(),
            message.Content is null ? null : await message.Content.ReadAsByteArrayAsync(cancellationToken));
        Requests.Enqueue(request);
        return Answer(request) ?? (request.Body is null ? Get(request) : Post(request));
    }

    private HttpResponseMessage Post(Request request)
    {
        var path = "/v/" + request.Address.Segments[^1] + "?ccb=11-4&oe=68000000";
        Files[path.Split('?')[0]] = request.Body!;
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($$"""{"url":"https://{{request.Address.Authority}}{{path}}","direct_path":"{{path}}","handle":"h1"}"""),
        };
    }

    private HttpResponseMessage Get(Request request)
    {
        if (!Files.TryGetValue(request.Address.AbsolutePath, out var file))
        {
            return Status(404);
        }

        if (request.Range is null)
        {
            return Bytes(file);
        }

        var ends = request.Range["bytes=".Length..].Split('-').Select(long.Parse).ToArray();
        var to = Math.Min(ends[1], file.Length - 1);
        var part = new HttpResponseMessage(HttpStatusCode.PartialContent) { Content = new ByteArrayContent(file[(int)ends[0]..((int)to + 1)]) };
        part.Content.Headers.ContentRange = new(ends[0], to, file.Length);
        return part;
    }

    internal sealed record Request(string Method, Uri Address, string? Range, byte[]? Body);
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace WhatsAppKit.AspNetCore.Tests.Hosting;

/// <summary>What a request may cost, tried at every route that is served.</summary>
public class RequestLimitTests(GatewayFixture gateway)
{
    // What takes more is streamed, and tested where files are.
    private const long LargestInMemory = 16 * 1024 * 1024;

    private IEnumerable<ServedEndpoint> Served => ServedEndpoint.Of(gateway.Host).Where(endpoint => !endpoint.IsHub);

    [Fact]
    public async Task A_body_is_cut_off_at_its_limit_even_when_its_length_is_not_told_before()
    {
        var callers = await Callers.RegisterAsync(gateway.Host);
        Assert.All(Served, endpoint => Assert.True(endpoint.MaxBody <= LargestInMemory || TakesFiles(endpoint), $"{endpoint}"));
        foreach (var endpoint in Served.Where(endpoint => endpoint.Body is not null && endpoint.MaxBody <= LargestInMemory))
        {
            var spaces = new byte[endpoint.MaxBody!.Value + 1];
            spaces.AsSpan().Fill((byte)' ');
            using var content = new Untold(spaces) { Headers = { ContentType = new MediaTypeHeaderValue("application/spaces+json") } };
            var answer = await callers.Of(endpoint).SendAsync(endpoint.Method, Paths.Unknown(endpoint.Route), content);
            Assert.True(answer.Status == HttpStatusCode.RequestEntityTooLarge, $"{endpoint}: {answer.Text}");
            answer.IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        }
    }

    private static bool TakesFiles(ServedEndpoint endpoint) =>
        endpoint.Body?.IsAssignableTo(typeof(Contracts.Messages.SendMediaRequest)) == true || endpoint.Route == "/api/media";

    /// <summary>Elsewhere the types of the fields allow no depth.</summary>
    [Fact]
    public async Task What_may_stand_for_anything_is_nested_no_deeper_than_64()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        var text = $$$"""{"messages":[{"kind":"text","message":{"to":{{{new string('[', 61)}}}{{{new string(']', 61)}}}}}]}""";
        (await program.PostRawAsync("/api/messages/bulk", text)).IsProblem(HttpStatusCode.BadRequest, "invalid-request");
        (await program.PostRawAsync("/api/messages/bulk", new string('[', 200_000))).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "$");

        using var form = new MultipartFormDataContent
        {
            { new StringContent(new string('[', 65) + new string(']', 65)), "waveform" },
            { new ByteArrayContent([1]), "file", "f" },
        };
        (await program.SendAsync(HttpMethod.Post, "/api/messages/voice", form)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "waveform");
    }

    [Fact]
    public async Task Every_list_has_a_largest_page()
    {
        var callers = await Callers.RegisterAsync(gateway.Host);
        var lists = Served.Where(endpoint => endpoint.Query.Contains("limit")).ToArray();
        Assert.True(lists.Length >= 6, $"{lists.Length}");
        foreach (var endpoint in lists)
        {
            foreach (var limit in new[] { "1001", "2147483647", "99999999999999999999", "-1", "0" })
            {
                (await callers.Of(endpoint).SendAsync(endpoint.Method, $"{PathOf(endpoint)}?limit={limit}"))
                    .IsProblem(HttpStatusCode.BadRequest, "invalid-request", "limit");
            }
        }
    }

    [Theory]
    [InlineData("file")]
    [InlineData("caption")]
    public async Task A_form_has_no_more_parts_than_64(string name)
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        using var form = new MultipartFormDataContent();
        for (var i = 0; i < 64; i++)
        {
            form.Add(new StringContent("x"), "mentions");
        }

        form.Add(new StringContent("x"), name);
        (await program.SendAsync(HttpMethod.Post, "/api/messages/image", form)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "$");
    }

    [Theory]
    [InlineData("/api/messages/text", "application/json", "{")]
    [InlineData("/api/media", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nx")]
    public async Task Who_sends_a_body_too_slowly_is_hung_up_on(string path, string type, string beginning)
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var program = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var client = new TcpClient();
        await client.ConnectAsync(program.Address.Host, program.Address.Port, limit.Token);
        var head = $"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {program.Credential}\r\nContent-Type: {type}\r\nContent-Length: 100000\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + beginning), limit.Token);

        // Nothing more is sent, and yet there is an end.
        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith("HTTP/1.1 408", await reader.ReadToEndAsync(limit.Token), StringComparison.Ordinal);
    }

    private static string PathOf(ServedEndpoint endpoint) => Paths.Unknown(
        endpoint.Route.Replace("{id}", endpoint.Route.StartsWith("/api/channels", StringComparison.Ordinal) ? "1@newsletter" : "15550001", StringComparison.Ordinal));

    /// <summary>A body whose length is known when it ends.</summary>
    private sealed class Untold(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Host;
using WhatsAppKit.Sandbox.Observation;

namespace WhatsAppKit.Sandbox.Tests.Host;

/// <summary>The sandbox as a program: what clients in other languages use of it.</summary>
public sealed class SandboxHostTests
{
    private const string Token = "a-token-of-enough-length";

    [Fact]
    public async Task Without_the_token_nobody_gets_further_than_the_socket()
    {
        await using var host = await SandboxHost.StartAsync(SandboxHostOptions.Parse(["--port", "0"], Token));
        using var stranger = Http(host, null);
        using var guesser = Http(host, "another-token-of-that-length");
        foreach (var path in new[] { "/sandbox", "/control/findings", "/sandbox/phones/15550001/messages", "/nothing" })
        {
            using var refused = await stranger.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            using var guessed = await guesser.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, guessed.StatusCode);
        }

        using var posted = await stranger.PostAsync("/admin/mock-phone/scan-qr", new StringContent("x"));
        Assert.Equal(HttpStatusCode.Unauthorized, posted.StatusCode);
        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => Chains(host, certificate!);
        await socket.ConnectAsync(new Uri($"wss://{host.Address.Authority}/ws/chat"), CancellationToken.None);
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_code_that_does_not_end_is_not_read_to_its_end(bool isChunked)
    {
        await using var host = await SandboxHost.StartAsync(SandboxHostOptions.Parse(["--port", "0", "--no-tls"], Token));
        using var http = Http(host, Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/mock-phone/scan-qr") { Content = new StringContent(new string('x', 5000)) };
        request.Headers.TransferEncodingChunked = isChunked;
        request.Headers.ExpectContinue = true;
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Phones_findings_recordings_and_faults_are_reached_over_http()
    {
        await using var host = await SandboxHost.StartAsync(SandboxHostOptions.Parse(["--port", "0", "--no-tls"], Token));
        using var http = Http(host, Token);
        await PostAsync(http, "/sandbox/phones", new { number = "+1 555 0001" });
        await PostAsync(http, "/sandbox/phones", new { number = "+1 555 0002" });
        var info = await http.GetFromJsonAsync<JsonElement>("/sandbox");
        var options = new Core.WhatsAppClientOptions
        {
            Endpoint = new Uri(info.GetProperty("endpoint").GetString()!),
            TrustedRootKey = Convert.FromHexString(info.GetProperty("trustedRootKey").GetString()!),
            Media = new Core.Media.MediaOptions { TrustedCertificates = info.GetProperty("mediaCertificate").GetString() },
            MaxReconnectDelay = TimeSpan.FromMilliseconds(200),
        };
        await using var device = TestDevice.Create(host.Sandbox, new MemorySessionStore(), options);
        await device.Client.ConnectAsync();
        var code = await Wait.ForAsync(() => device.Client.Status.Qr, "a QR code");
        await PostAsync(http, "/sandbox/phones/15550001/scan", new { code = code.Text });
        await device.ConnectedAsync();
        await PostAsync(http, "/control/recording", new { });

        var sent = await device.Client.Messages.SendTextAsync(Core.Binary.Jid.FromPhoneNumber("15550002"), "over the wire");
        await (await host.Sandbox.FindPhoneAsync("15550002"))!.ShouldReceiveTextAsync("over the wire");
        await PostAsync(http, "/control/phones/15550002/actions", new { kind = "react", message = sent.Id, text = "👍" });
        await PostAsync(http, "/control/phones/15550002/actions", new { kind = "image", to = "15550001", text = "a picture", file = "AAAA" });
        await Wait.UntilAsync(() => device.Events.OfType<ReactionChanged>().Any(), "the reaction");
        await device.ReceivesAsync("a picture");
        Assert.Contains("\"over the wire\"", await http.GetStringAsync("/control/phones/15550002/conversation"), StringComparison.Ordinal);

        await PostAsync(http, $"/control/devices/{device.Client.Status.PhoneJid}/faults", new { kind = "refuse", code = 479 });
        var refused = await Assert.ThrowsAsync<Core.Messages.MessageRejectedException>(
            () => device.Client.Messages.SendTextAsync(Core.Binary.Jid.FromPhoneNumber("15550002"), "refused"));
        Assert.Equal(479, refused.Code);
        using var lines = await http.DeleteAsync("/control/recording");
        var recording = await Recording.ReadAsync(new StringReader(await lines.Content.ReadAsStringAsync()));
        Assert.Contains(recording.Records, record => record.Kind == "ack message error 479");
        var findings = await http.GetFromJsonAsync<JsonElement>("/control/findings");
        Assert.Equal((0, 0), (findings.GetProperty("unhandled").GetArrayLength(), findings.GetProperty("violations").GetArrayLength()));
    }

    [Fact]
    public async Task Faults_of_messages_files_and_phones_are_made_over_http()
    {
        await using var host = await SandboxHost.StartAsync(SandboxHostOptions.Parse(["--port", "0", "--no-tls"], Token));
        using var http = Http(host, Token);
        var friend = await host.Sandbox.AddPhoneAsync("15550002");
        await using var device = TestDevice.Create(
            host.Sandbox, new MemorySessionStore(), TestDevice.Options(host.Sandbox, new Uri($"ws://{host.Address.Authority}/ws/chat")));
        await device.PairAsync(await host.Sandbox.AddPhoneAsync("15550001"));
        var faults = $"/control/devices/{device.Client.Status.PhoneJid}/faults";

        await PostAsync(http, faults, new { kind = "hold-messages", count = 2 });
        await friend.SendTextAsync("15550001", "first");
        await friend.SendTextAsync("15550001", "second");
        await friend.SendTextAsync("15550001", "overtakes");
        await device.ReceivesAsync("overtakes");
        await PostAsync(http, faults, new { kind = "release-reversed" });
        await device.ReceivesAsync("first");
        Assert.Equal(["overtakes", "second", "first"], device.Received.Select(message => message.Text));

        var file = await device.Client.Media.UploadAsync(new MemoryStream(new byte[100]), Core.Media.MediaKind.Image);
        await PostAsync(http, "/control/media/faults", new { operation = "download", status = 410 });
        Assert.Equal(410, (await Assert.ThrowsAsync<Core.Media.MediaUnavailableException>(() => device.Client.Media.OpenReadAsync(file))).Status);
        await device.Client.Messages.SendTextAsync(friend.Jid, "is it you?");
        await PostAsync(http, "/control/phones/15550002/reinstall", new { });
        await Wait.UntilAsync(() => device.Events.OfType<IdentityChanged>().Any(), "the new identity");
        await PostAsync(http, faults, new { kind = "failure", code = 402, ban = 104, seconds = 60 });
        await Wait.UntilAsync(() => device.Client.Status.State == Core.ConnectionState.Banned, "the ban");
        Assert.Equal("ban-same-text-to-many", device.Client.Status.Error);
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(http, "/control/media/faults", """{"operation":"download","status":200}"""));
    }

    [Fact]
    public async Task Our_client_pairs_and_talks_over_tls_when_it_trusts_the_certificate()
    {
        await using var host = await SandboxHost.StartAsync(SandboxHostOptions.Parse(["--port", "0"], Token));
        var friend = await host.Sandbox.AddPhoneAsync("15550002");
        await using var device = TestDevice.Create(host.Sandbox, new MemorySessionStore(), OverTls(host) with { TrustedCertificates = host.Sandbox.MediaCertificatePem });
        await device.PairAsync(await host.Sandbox.AddPhoneAsync("15550001"));

        await device.Client.Messages.SendTextAsync(friend.Jid, "over TLS");
        await friend.ShouldReceiveTextAsync("over TLS");
        await friend.SendTextAsync("15550001", "answer");
        await device.ReceivesAsync("answer");
        host.Sandbox.ShouldHaveNoFindings();
    }

    [Theory]
    [InlineData(false, "127.0.0.1")]
    [InlineData(true, "127.0.0.2")]
    public async Task Our_client_says_nothing_to_a_host_whose_certificate_or_name_it_does_not_trust(bool trustsRoot, string address)
    {
        await using var host = await SandboxHost.StartAsync(SandboxHostOptions.Parse(["--port", "0", "--listen", address], Token));
        var options = OverTls(host) with { TrustedCertificates = trustsRoot ? host.Sandbox.MediaCertificatePem : null };
        await using var device = TestDevice.Create(host.Sandbox, new MemorySessionStore(), options);
        await device.Client.ConnectAsync();

        var end = await Wait.ForAsync(() => device.Events.OfType<ConnectionChanged>().FirstOrDefault(change => change.Status.State == Core.ConnectionState.Reconnecting), "the refusal");
        Assert.Equal(("unreachable", 0), (end.Reason, host.Sandbox.SocketsOpened));
    }

    [Fact]
    public void Trusted_certificates_that_cannot_be_read_are_refused_at_once() =>
        Assert.Throws<ArgumentException>(() => new Core.WhatsAppClient(new Core.WhatsAppClientOptions { TrustedCertificates = "no PEM" }, new MemorySessionStore()));

    [Fact]
    public async Task Bad_requests_are_refused_and_large_ones_are_not_read()
    {
        await using var host = await SandboxHost.StartAsync(SandboxHostOptions.Parse(["--port", "0"], Token));
        using var http = Http(host, Token);
        Assert.Equal(HttpStatusCode.Created, await StatusAsync(http, "/sandbox/phones", """{"number":"15550001"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(http, "/control/phones/15550001/actions", """{"kind":"dance"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(http, "/control/phones/15550001/actions", """{"kind":"react","unknown":1}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(http, "/control/devices/15550001:9@s.whatsapp.net/faults", """{"kind":"cut"}"""));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, "/control/phones/15550009/actions", """{"kind":"poll"}"""));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await StatusAsync(http, "/control/phones/15550001/actions", $$"""{"kind":"image","file":"{{new string('A', 2_000_000)}}"}"""));
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--port")]
    [InlineData("--listen", "somewhere")]
    [InlineData("--what")]
    public void Arguments_that_are_not_understood_are_named(params string[] arguments)
    {
        var error = Assert.Throws<ArgumentException>(() => SandboxHostOptions.Parse(arguments, null));
        Assert.Contains(arguments[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_listens_on_this_machine_only_and_makes_a_token_unless_told_otherwise()
    {
        var options = SandboxHostOptions.Parse([], null);
        Assert.True(IPAddress.IsLoopback(options.Address) && options.UsesTls && options.IsTokenNew && options.Token.Length >= 32);
        Assert.NotEqual(options.Token, SandboxHostOptions.Parse([], null).Token);
        Assert.Throws<ArgumentException>(() => SandboxHostOptions.Parse([], "short"));
    }

    private static Core.WhatsAppClientOptions OverTls(SandboxHost host) =>
        TestDevice.Options(host.Sandbox, new Uri($"wss://{host.Address.Authority}/ws/chat"));

    private static async Task PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, null, "application/json") };

        // What is refused for its length is answered before it is sent; else the end of the connection may be seen before the answer.
        request.Headers.ExpectContinue = true;
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static HttpClient Http(SandboxHost host, string? token)
    {
        var handler = new SocketsHttpHandler
        {
            Expect100ContinueTimeout = TimeSpan.FromSeconds(60),
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => Chains(host, certificate!) },
        };
        var http = new HttpClient(handler) { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static bool Chains(SandboxHost host, X509Certificate certificate)
    {
        using var root = X509Certificate2.CreateFromPem(host.Sandbox.MediaCertificatePem);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(root);
        return chain.Build(new X509Certificate2(certificate));
    }
}

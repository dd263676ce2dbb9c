using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.AspNetCore.Tests.Messages;

namespace WhatsAppKit.AspNetCore.Tests.Media;

/// <summary>What is uploaded: who may have it, in what shape, and how much of it.</summary>
public class MediaStoreTests(GatewayFixture gateway)
{
    private static readonly byte[] File = RandomNumberGenerator.GetBytes(150_000);

    [Fact]
    public async Task An_upload_is_downloaded_whole_and_in_ranges_as_an_attachment()
    {
        var (_, program) = await ProgramAsync();
        var uploaded = (await MediaSendTests.UploadAsync(program, "/api/media", File, "text/html", "../../evil\u202Elmth.html")).Is(HttpStatusCode.Created);
        Assert.Equal(["id", "mimeType", "size", "fileName", "expiresAt"], uploaded.Fields);
        Assert.Equal(("text/html", "evillmth.html", 150_000L), (uploaded["mimeType"], uploaded["fileName"], uploaded.Json.GetProperty("size").GetInt64()));

        var (response, content) = await program.DownloadAsync($"/api/media/{uploaded.Id}");
        Assert.Equal(File, content);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("evillmth.html", response.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.True(response.Headers.CacheControl!.Private);
        Assert.Equal(["bytes"], response.Headers.AcceptRanges);

        foreach (var (range, from, length) in new[] { ("bytes=0-0", 0, 1), ("bytes=65530-65545", 65530, 16), ("bytes=149999-", 149_999, 1), ("bytes=-10", 149_990, 10) })
        {
            var (part, bytes) = await program.DownloadAsync($"/api/media/{uploaded.Id}", range);
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(File[from..(from + length)], bytes);
        }

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, (await program.DownloadAsync($"/api/media/{uploaded.Id}", "bytes=150000-")).Response.StatusCode);
    }

    [Fact]
    public async Task What_lies_on_disk_cannot_be_read_there()
    {
        var (instance, program) = await ProgramAsync();
        var secret = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a secret of ours ", 10_000)));
        var uploaded = (await MediaSendTests.UploadAsync(program, "/api/media", secret, "text/plain", "s.txt")).Is(HttpStatusCode.Created);
        var stored = await System.IO.File.ReadAllBytesAsync(Path.Combine(gateway.Host.DataDirectory, "media", instance, uploaded.Id), TestContext.Current.CancellationToken);
        Assert.Equal(-1, stored.AsSpan().IndexOf("a secret of ours"u8));
    }

    [Fact]
    public async Task One_tenant_or_instance_never_has_the_files_of_another()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var own = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        var sibling = await tenant.ProgramAsync(await tenant.CreateInstanceAsync("second"));
        var (_, stranger) = await ProgramAsync();
        var id = (await MediaSendTests.UploadAsync(own, "/api/media", File, "image/png", "f.png")).Is(HttpStatusCode.Created).Id;
        foreach (var other in new[] { sibling, stranger })
        {
            var foreign = (await other.GetAsync($"/api/media/{id}")).IsProblem(HttpStatusCode.NotFound, "not-found");
            Assert.Equal((await other.GetAsync("/api/media/abcdefghijklmnopqrstuvwx")).Comparable, foreign.Comparable);
            (await other.PostAsync("/api/messages/image", new { to = "15550001", media = new { id } })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "media.id");
        }

        Assert.Equal(File, (await own.DownloadAsync($"/api/media/{id}")).Content);
    }

    [Theory]
    [InlineData("no boundary", "multipart/form-data", "x", "$")]
    [InlineData("long boundary", "multipart/form-data; boundary=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "x", "$")]
    [InlineData("no part", "multipart/form-data; boundary=b", "--b--\r\n", "file")]
    [InlineData("cut off", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nabc", "$")]
    [InlineData("no name", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--b--\r\n", "$")]
    [InlineData("empty file", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n\r\n--b--\r\n", "file")]
    [InlineData("two files", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\na\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nb\r\n--b--\r\n", "file")]
    [InlineData("a field", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\na\r\n--b\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\nb\r\n--b--\r\n", "to")]
    public async Task A_form_that_is_none_is_refused_and_leaves_nothing(string what, string type, string body, string field)
    {
        Assert.NotEmpty(what);
        var (instance, program) = await ProgramAsync();
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        (await program.SendAsync(HttpMethod.Post, "/api/media", content)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);
        var folder = Path.Combine(gateway.Host.DataDirectory, "media", instance);
        Assert.Empty(Directory.Exists(folder) ? Directory.GetFiles(folder) : []);
    }

    [Fact]
    public async Task Too_many_parts_or_headers_are_refused()
    {
        var (_, program) = await ProgramAsync();
        var parts = string.Concat(Enumerable.Repeat("--b\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\nx\r\n", 100)) + "--b--\r\n";
        var headers = "--b\r\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: y\r\n")) + "\r\nx\r\n--b--\r\n";
        foreach (var body in new[] { parts, headers })
        {
            var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
            (await program.SendAsync(HttpMethod.Post, "/api/media", content)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "$");
        }
    }

    [Fact]
    public async Task Limits_of_size_hold_for_each_way_and_for_the_subscription()
    {
        await using var host = await GatewayHost.StartAsync(new()
        {
            ["WhatsAppGateway:Media:MaxFileBytes"] = "2000000",
            ["WhatsAppGateway:Media:MaxInlineBytes"] = "300000",
            ["WhatsAppGateway:Media:MaxSubscriptionBytes"] = "3000000",
        });
        var tenant = await Tenant.RegisterAsync(host);
        var program = await tenant.ProgramAsync(await tenant.CreateInstanceAsync());
        var sibling = await tenant.ProgramAsync(await tenant.CreateInstanceAsync("second"));

        (await MediaSendTests.UploadAsync(program, "/api/media", new byte[2_000_001], "video/mp4", "f")).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        (await MediaSendTests.UploadAsync(program, "/api/media", new byte[4_000_000], "video/mp4", "f")).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        foreach (var length in new[] { 300_003, 2_000_000 })
        {
            (await program.PostAsync("/api/messages/image", new { to = "15550001", media = new { data = Convert.ToBase64String(new byte[length]) } }))
                .IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        }

        (await program.PostAsync("/api/messages/text", new { to = "15550001", text = new string('x', 600_000) })).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        (await MediaSendTests.UploadAsync(program, "/api/media", new byte[2_000_000], "video/mp4", "f")).Is(HttpStatusCode.Created);
        (await MediaSendTests.UploadAsync(sibling, "/api/media", new byte[1_000_001], "video/mp4", "f")).IsProblem(HttpStatusCode.Conflict, "media-storage-limit-reached");
        (await MediaSendTests.UploadAsync(sibling, "/api/media", new byte[1_000_000], "video/mp4", "f")).Is(HttpStatusCode.Created);
        var other = await Tenant.RegisterAsync(host);
        (await MediaSendTests.UploadAsync(await other.ProgramAsync(await other.CreateInstanceAsync()), "/api/media", new byte[2_000_000], "video/mp4", "f")).Is(HttpStatusCode.Created);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(host.DataDirectory, "media"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Files_whose_time_is_over_make_room_and_a_deleted_instance_leaves_none()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:Tiers:Basic:Retention:Media"] = "01:00:00" }, time: time);
        var tenant = await Tenant.RegisterAsync(host);
        var instance = await tenant.CreateInstanceAsync();
        var program = await tenant.ProgramAsync(instance);
        var old = (await MediaSendTests.UploadAsync(program, "/api/media", File, "image/png", "f")).Is(HttpStatusCode.Created).Id;
        time.Advance(TimeSpan.FromHours(2));
        var young = (await MediaSendTests.UploadAsync(program, "/api/media", File, "image/png", "f")).Is(HttpStatusCode.Created).Id;

        (await program.GetAsync($"/api/media/{old}")).IsProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal([young], Directory.GetFiles(Path.Combine(host.DataDirectory, "media", instance)).Select(Path.GetFileName));
        (await tenant.Person.DeleteAsync($"/api/instances/{instance}")).Is(HttpStatusCode.NoContent);
        Assert.False(Directory.Exists(Path.Combine(host.DataDirectory, "media", instance)));
    }

    [Fact]
    public async Task A_file_survives_a_restart_and_is_sent_after_it()
    {
        await using var host = await GatewayHost.StartAsync();
        await using var conversation = await Conversation.StartAsync(host);
        var id = (await MediaSendTests.UploadAsync(conversation.Program, "/api/media", File, "application/zip", "f.zip")).Is(HttpStatusCode.Created).Id;
        await host.RestartAsync();
        var program = new Caller(host.Address, conversation.Program.Credential);
        conversation.Tenant.Follow();
        await conversation.Tenant.StatusAsync(conversation.Instance, "CONNECTED");

        Assert.Equal(File, (await program.DownloadAsync($"/api/media/{id}")).Content);
        var sent = (await program.PostAsync("/api/messages/document", new { to = conversation.Friend.Number, media = new { id } })).Is(HttpStatusCode.OK);
        var received = Assert.IsType<Core.Messages.DocumentContent>((await conversation.ReceivedAsync(sent.Id)).Content);
        using var copy = new MemoryStream();
        await conversation.Friend.Media.DownloadAsync(received.File, copy, TestContext.Current.CancellationToken);
        Assert.Equal(File, copy.ToArray());
    }

    private async Task<(string Instance, Caller Program)> ProgramAsync()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var instance = await tenant.CreateInstanceAsync();
        return (instance, await tenant.ProgramAsync(instance));
    }
}

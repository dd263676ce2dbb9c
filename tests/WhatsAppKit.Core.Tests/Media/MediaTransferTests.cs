using System.Net;
using WhatsAppKit.Core.Media;

namespace WhatsAppKit.Core.Tests.Media;

/// <summary>Hosts that fail, lie, hang or refuse.</summary>
public sealed class MediaTransferTests
{
    // On the impatient clock, waiting for the wrong thing would never end.
    private const int TestLimit = 60_000;

    private static readonly byte[] Content = MediaRig.Pattern(100_000);

    [Fact]
    public async Task A_redirect_to_another_host_is_not_followed()
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(Content);
        foreach (var target in new[] { "https://evil.example/x", "//evil.example/x", "http://media-a.example/x", "https://media-a.example:444/x" })
        {
            rig.Hosts.Requests.Clear();
            rig.Hosts.Answer = request => Redirect(307, target);

            await rig.RefusesAsync<MediaUnavailableException>(file);
            await Assert.ThrowsAsync<MediaUploadException>(() => rig.Media.UploadAsync(new MemoryStream(Content), MediaKind.Image));

            Assert.All(rig.Hosts.Requests, r => Assert.Contains(r.Address.Authority, new[] { "media-a.example", "mmg.whatsapp.net" }));
            Assert.All(rig.Hosts.Requests, r => Assert.Equal("https", r.Address.Scheme));
        }
    }

    [Fact]
    public async Task A_redirect_on_the_same_host_is_followed_and_a_circle_is_left()
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(Content);
        rig.Hosts.Answer = request => request.Address.AbsolutePath.StartsWith("/v/", StringComparison.Ordinal) ? Redirect(302, "/moved") : null;
        rig.Hosts.Files["/moved"] = rig.Stored(file);
        Assert.Equal(Content, await rig.DownloadAsync(file));

        rig.Hosts.Requests.Clear();
        rig.Session.Hosts.RemoveAt(1);
        rig.Session.ConnectionNumber++;
        rig.Hosts.Answer = _ => Redirect(302, "/moved");
        await Assert.ThrowsAsync<MediaUnavailableException>(() => rig.Media.OpenReadAsync(file));
        Assert.Equal(5 * 6, rig.Hosts.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_announces_more_than_the_file_is_not_read()
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(Content);
        var body = new Body(long.MaxValue);
        rig.Hosts.Answer = _ => body.Respond(announce: 1L << 40);

        await Assert.ThrowsAsync<MediaCorruptException>(() => rig.Media.OpenReadAsync(file));

        Assert.Equal(0, body.Served);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_at_the_files_length()
    {
        using var rig = new MediaRig(options => options with { MaxDownloadBytes = 300_000 });
        var file = await rig.UploadAsync(Content);
        var body = new Body(long.MaxValue);
        rig.Hosts.Answer = _ => body.Respond(announce: null);

        await Assert.ThrowsAsync<MediaCorruptException>(() => rig.Media.OpenReadAsync(file));
        Assert.InRange(body.Served, 100_000, 100_000 + (2 * 65_536));

        var tooLarge = await Assert.ThrowsAsync<MediaTooLargeException>(() => rig.Media.OpenReadAsync(file with { Length = MediaFile.UnknownLength }));
        Assert.Equal(300_000, tooLarge.Limit);
        Assert.InRange(body.Served, 400_000, 400_000 + (4 * 65_536));
    }

    [Fact]
    public async Task A_file_said_to_be_larger_than_the_limit_is_not_requested()
    {
        using var rig = new MediaRig(options => options with { MaxDownloadBytes = 99_999 });
        var file = await rig.UploadAsync(Content);
        rig.Hosts.Requests.Clear();

        var error = await Assert.ThrowsAsync<MediaTooLargeException>(() => rig.Media.OpenReadAsync(file));

        Assert.Equal(99_999, error.Limit);
        Assert.Empty(rig.Hosts.Requests);
    }

    [Fact]
    public async Task An_upload_over_the_limit_is_refused_whether_its_length_is_known_or_not()
    {
        using var rig = new MediaRig(options => options with { MaxUploadBytes = 70_000 });
        foreach (var stream in new Stream[] { new MemoryStream(Content), new Body(70_001), new Body(long.MaxValue) })
        {
            Assert.Equal(70_000, (await Assert.ThrowsAsync<MediaTooLargeException>(() => rig.Media.UploadAsync(stream, MediaKind.Image))).Limit);
            rig.AssertNothingIsKept();
        }

        await Assert.ThrowsAsync<MediaTooLargeException>(() => rig.Media.UploadToChannelAsync(new Body(70_001), MediaKind.Image));
        Assert.Empty(rig.Hosts.Requests);
        Assert.Equal(70_000, (await rig.Media.UploadAsync(new Body(70_000), MediaKind.Image)).Length);
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_passed_over()
    {
        using var rig = new MediaRig();
        rig.Hosts.Answer = request => request.Address.Host == "media-a.example" ? throw new HttpRequestException("down") : null;

        var file = await rig.UploadAsync(Content);

        Assert.Equal(Content, await rig.DownloadAsync(file));
        Assert.Empty(rig.Time.Waits);
        Assert.Equal(["media-a.example", "mmg.whatsapp.net", "media-a.example", "mmg.whatsapp.net"], rig.Hosts.Requests.Select(r => r.Address.Host));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_busy_host_is_asked_again_after_a_growing_pause(int status)
    {
        using var rig = new MediaRig();
        rig.Session.Hosts.RemoveAt(1);
        var failures = 3;
        rig.Hosts.Answer = _ => failures-- > 0 ? FakeHosts.Status(status) : null;
        var file = await rig.UploadAsync(Content);
        Assert.Equal([1, 2, 3], rig.Time.Waits.Select(wait => wait.TotalSeconds));

        rig.Time.Waits.Clear();
        rig.Hosts.Requests.Clear();
        failures = int.MaxValue;
        var error = await Assert.ThrowsAsync<MediaUnavailableException>(() => rig.Media.OpenReadAsync(file));
        Assert.Equal(status, error.Status);
        Assert.True(error.IsTransient);
        Assert.Equal([1, 2, 3, 4], rig.Time.Waits.Select(wait => wait.TotalSeconds));
        Assert.Equal(5, rig.Hosts.Requests.Count);
    }

    [Fact(Timeout = TestLimit)]
    public async Task A_host_may_ask_for_a_pause_but_not_for_a_long_one()
    {
        using var rig = new MediaRig();
        rig.Session.Hosts.RemoveAt(1);
        var file = await rig.UploadAsync(Content);
        var failures = 1;
        rig.Hosts.Answer = _ => failures-- > 0 ? Later(TimeSpan.FromSeconds(17)) : null;
        Assert.Equal(Content, await rig.DownloadAsync(file));
        Assert.Equal([17], rig.Time.Waits.Select(wait => wait.TotalSeconds));

        rig.Hosts.Answer = _ => Later(TimeSpan.FromDays(1));
        await Assert.ThrowsAsync<MediaUnavailableException>(() => rig.Media.OpenReadAsync(file));
        Assert.Single(rig.Time.Waits);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(507)]
    public async Task A_final_answer_ends_a_download_at_once(int status)
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(Content);
        rig.Hosts.Requests.Clear();
        rig.Hosts.Answer = _ => FakeHosts.Status(status);

        var error = await Assert.ThrowsAsync<MediaUnavailableException>(() => rig.Media.OpenReadAsync(file));

        Assert.Equal(status, error.Status);
        Assert.False(error.IsTransient);
        Assert.Equal(status != 507, error.MayReupload);
        Assert.Single(rig.Hosts.Requests);
    }

    [Theory]
    [InlineData("&oe=68E7B000", false)] // 1760014336, after the clock's 1760000000
    [InlineData("&oe=68E77000", true)]
    [InlineData("&oe=zz", true)]
    [InlineData("", true)]
    public async Task A_refused_address_may_be_renewed_unless_it_is_still_valid(string expiry, bool mayReupload)
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(Content);
        rig.Hosts.Answer = _ => FakeHosts.Status(403);

        var error = await Assert.ThrowsAsync<MediaUnavailableException>(() => rig.Media.OpenReadAsync(file with { DirectPath = "/x?y=1" + expiry }));

        Assert.Equal(mayReupload, error.MayReupload);
    }

    [Fact]
    public async Task A_final_answer_ends_an_upload_at_once()
    {
        using var rig = new MediaRig();
        rig.Hosts.Answer = _ => FakeHosts.Status(413);
        Assert.Null((await Assert.ThrowsAsync<MediaTooLargeException>(() => rig.Media.UploadAsync(new MemoryStream(Content), MediaKind.Image))).Limit);
        Assert.Single(rig.Hosts.Requests);
        foreach (var status in new[] { 415, 507 })
        {
            rig.Hosts.Requests.Clear();
            rig.Hosts.Answer = _ => FakeHosts.Status(status);
            var error = await Assert.ThrowsAsync<MediaUploadException>(() => rig.Media.UploadAsync(new MemoryStream(Content), MediaKind.Image));
            Assert.Equal(status, error.Status);
            Assert.False(error.IsTransient);
            Assert.Single(rig.Hosts.Requests);
        }
    }

    [Fact]
    public async Task A_refusal_that_nobody_foresaw_is_tried_everywhere_and_then_counts_as_lasting()
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(Content);
        rig.Hosts.Answer = _ => FakeHosts.Status(400);

        var error = await Assert.ThrowsAsync<MediaUnavailableException>(() => rig.Media.OpenReadAsync(file));

        Assert.Equal(400, error.Status);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task An_upload_that_is_refused_asks_for_new_hosts_and_goes_on()
    {
        using var rig = new MediaRig();
        rig.Hosts.Answer = request => request.Address.Query.Contains("auth=token-1&", StringComparison.Ordinal) ? FakeHosts.Status(401) : null;

        await rig.UploadAsync(Content);

        Assert.Equal(2, rig.Session.Asked);
        Assert.Equal(["media-a.example", "mmg.whatsapp.net"], rig.Hosts.Requests.Select(r => r.Address.Host));
        Assert.All(rig.Hosts.Requests, request => Assert.Equal(Content.Length + 26, request.Body!.Length + (Content.Length % 16)));
    }

    [Fact]
    public async Task An_upload_that_is_always_refused_ends()
    {
        using var rig = new MediaRig();
        rig.Hosts.Answer = _ => FakeHosts.Status(401);

        var error = await Assert.ThrowsAsync<MediaUploadException>(() => rig.Media.UploadAsync(new MemoryStream(Content), MediaKind.Image));

        Assert.Equal(401, error.Status);
        Assert.Equal(4, rig.Hosts.Requests.Count);
        Assert.Equal(5, rig.Session.Asked);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{\"url\":5}")]
    [InlineData("{\"direct_path\":\"//evil.example/x\"}")]
    [InlineData("{\"url\":\"http://media-a.example/x\"}")]
    [InlineData("not json")]
    public async Task An_upload_whose_answer_names_no_place_fails(string json)
    {
        using var rig = new MediaRig();
        rig.Hosts.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json) };

        await Assert.ThrowsAsync<MediaUploadException>(() => rig.Media.UploadAsync(new MemoryStream(Content), MediaKind.Image));
    }

    [Fact]
    public async Task Hosts_are_asked_for_once_until_their_time_is_over()
    {
        using var rig = new MediaRig();
        await rig.UploadAsync(Content);
        rig.Time.Pass(TimeSpan.FromSeconds(299));
        await rig.UploadAsync(Content);
        Assert.Equal(1, rig.Session.Asked);

        rig.Time.Pass(TimeSpan.FromSeconds(1));
        await rig.UploadAsync(Content);
        Assert.Equal(2, rig.Session.Asked);
    }

    [Fact]
    public async Task Hosts_of_an_earlier_connection_are_forgotten()
    {
        using var rig = new MediaRig();
        await rig.UploadAsync(Content);
        rig.Session.ConnectionNumber++;
        rig.Session.Hosts[0] = "media-b.example";

        await rig.UploadAsync(Content);

        Assert.Equal(2, rig.Session.Asked);
        Assert.Equal("media-b.example", rig.Hosts.Requests.Last().Address.Host);
    }

    [Fact]
    public async Task Without_a_connection_downloads_use_WhatsApps_own_host_and_uploads_fail()
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(Content);
        rig.Session.IsConnected = false;
        rig.Session.ConnectionNumber++;

        Assert.Equal(Content, await rig.DownloadAsync(file));
        Assert.Equal("mmg.whatsapp.net", rig.Hosts.Requests.Last().Address.Host);
        var unread = new MemoryStream(Content);
        await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => rig.Media.UploadAsync(unread, MediaKind.Image));
        Assert.Equal(0, unread.Position);
    }

    [Fact]
    public async Task A_download_that_breaks_is_begun_anew()
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(Content);
        var failures = 2;
        rig.Hosts.Answer = _ => failures-- > 0 ? new Body(50_000, thenFails: true).Respond(announce: null) : null;

        Assert.Equal(Content, await rig.DownloadAsync(file));
    }

    [Fact(Timeout = TestLimit)]
    public async Task A_transfer_that_stands_still_is_given_up()
    {
        using var rig = new MediaRig(options => options with { StallTimeout = TimeSpan.FromSeconds(20) });
        rig.Session.Hosts.RemoveAt(1);
        var file = new MediaFile { Kind = MediaKind.Image, DirectPath = "/x", FileSha256 = new byte[32], Length = 1 };
        rig.Hosts.Answer = _ => new Body(0, thenHangs: true).Respond(announce: null);

        var error = await Assert.ThrowsAsync<MediaUnavailableException>(() => rig.Media.OpenReadAsync(file));

        Assert.True(error.IsTransient);
        Assert.Contains(TimeSpan.FromSeconds(20), rig.Time.Waits);
    }

    [Fact]
    public async Task A_caller_can_stop_a_transfer_at_any_time()
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(Content);
        using var stop = new CancellationTokenSource();
        var body = new Body(50_000, thenHangs: true);
        rig.Hosts.Answer = _ => body.Respond(announce: null);

        var download = rig.Media.OpenReadAsync(file, stop.Token);
        await body.Hangs;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Media.UploadAsync(new MemoryStream(Content), MediaKind.Image, cancellationToken: stop.Token));
    }

    [Fact]
    public async Task Progress_is_told_up_to_the_length_of_what_is_sent()
    {
        using var rig = new MediaRig();
        var told = new Progress();
        await rig.Media.UploadAsync(new MemoryStream(Content), MediaKind.Image, progress: told);

        Assert.Equal([65_536, rig.Hosts.Requests.Single().Body!.Length], told.Values);
    }

    [Fact]
    public void Clients_that_trust_the_same_share_one_handler()
    {
        var first = Core.Media.Transfer.SharedHandlers.For(new MediaOptions());
        var second = Core.Media.Transfer.SharedHandlers.For(new MediaOptions { MaxUploadBytes = 1 });
        Assert.Same(first, second);
        Assert.Throws<ArgumentException>(() => Core.Media.Transfer.SharedHandlers.For(new MediaOptions { TrustedCertificates = "no PEM" }));
    }

    private static HttpResponseMessage Redirect(int status, string target)
    {
        var response = FakeHosts.Status(status);
        response.Headers.TryAddWithoutValidation("Location", target);
        return response;
    }

    private static HttpResponseMessage Later(TimeSpan wait)
    {
        var response = FakeHosts.Status(429);
        response.Headers.RetryAfter = new(wait);
        return response;
    }

    private sealed class Progress : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }

    /// <summary>So many zero bytes, and then the end, a broken connection, or silence.</summary>
    private sealed class Body(long length, bool thenFails = false, bool thenHangs = false) : Stream
    {
        private readonly TaskCompletionSource _hangs = new();

        public long Served { get; private set; }

        public Task Hangs => _hangs.Task;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public HttpResponseMessage Respond(long? announce)
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(this) };
            response.Content.Headers.ContentLength = announce;
            return response;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var some = (int)Math.Min(buffer.Length, length - Math.Min(Served, length));
            if (some == 0 && thenHangs)
            {
                _hangs.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            Served += some;
            return some == 0 && thenFails ? throw new IOException("broken") : some;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous reading is expected.");

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

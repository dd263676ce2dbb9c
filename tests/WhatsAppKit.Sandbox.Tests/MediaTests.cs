using System.Net;
using System.Security.Cryptography;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Media.Hosts;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Media;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Files over real TLS, to a host that can be told to fail.</summary>
public sealed class MediaTests : IAsyncLifetime
{
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _phone = null!;
    private TestDevice _device = null!;

    private MediaService Media => _device.Client.Media;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _phone = await _sandbox.AddPhoneAsync("15550001");
        _device = await TestDevice.PairAsync(_sandbox, _phone);
    }

    public async ValueTask DisposeAsync()
    {
        await _device.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData(MediaKind.Image)]
    [InlineData(MediaKind.Video)]
    [InlineData(MediaKind.Audio)]
    [InlineData(MediaKind.Document)]
    [InlineData(MediaKind.Sticker)]
    [InlineData(MediaKind.LinkThumbnail)]
    [InlineData(MediaKind.StickerPack)]
    [InlineData(MediaKind.History)]
    [InlineData(MediaKind.AppState)]
    public async Task A_file_goes_up_and_another_device_gets_it(MediaKind kind)
    {
        await using var other = await TestDevice.PairAsync(_sandbox, await _sandbox.AddPhoneAsync("15550002"));
        var content = RandomNumberGenerator.GetBytes(300_000);

        var file = await Media.UploadAsync(new MemoryStream(content), kind, "some/type");

        Assert.Equal((kind, 300_000, "some/type"), (file.Kind, file.Length, file.MimeType));
        Assert.Equal(content, await DownloadAsync(other.Client.Media, file));
        Assert.Equal(content, await DownloadAsync(other.Client.Media, file with { DirectPath = "" }));
        Assert.Equal(content, await DownloadAsync(_phone.Media, file));
        var part = new MemoryStream();
        await Media.DownloadRangeAsync(file, 12_345, 234_567, part);
        Assert.Equal(content[12_345..234_567], part.ToArray());
    }

    [Fact]
    public async Task A_channels_file_is_stored_as_it_is()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);

        var file = await Media.UploadToChannelAsync(new MemoryStream(content), MediaKind.Video);

        Assert.NotNull(file.Handle);
        Assert.False(file.IsEncrypted);
        Assert.Equal(content, await DownloadAsync(Media, file));
    }

    [Fact]
    public async Task A_client_that_does_not_trust_the_certificate_sends_nothing()
    {
        await using var other = TestDevice.Create(
            _sandbox, new MemorySessionStore(), TestDevice.Options(_sandbox) with { Media = new MediaOptions(), TimeProvider = new Hasty() });
        await other.PairAsync(await _sandbox.AddPhoneAsync("15550002"));

        var error = await Assert.ThrowsAsync<MediaUploadException>(() => other.Client.Media.UploadAsync(new MemoryStream(new byte[10]), MediaKind.Image));

        Assert.Null(error.Status);
        Assert.Equal(0, _sandbox.Media.Count);
    }

    [Fact]
    public async Task Every_damage_on_the_host_is_refused()
    {
        var file = await Media.UploadAsync(new MemoryStream(new byte[200_000]), MediaKind.Document);
        foreach (var fault in new[]
        {
            new MediaFault(MediaOperation.Download) { CorruptAt = 0 },
            new MediaFault(MediaOperation.Download) { CorruptAt = 100_000 },
            new MediaFault(MediaOperation.Download) { CorruptAt = -1 },
            new MediaFault(MediaOperation.Download) { TruncateAt = 200_025 },
            new MediaFault(MediaOperation.Download) { TruncateAt = 0 },
        })
        {
            _sandbox.Media.Add(fault);
            var destination = new MemoryStream();
            await Assert.ThrowsAsync<MediaCorruptException>(() => Media.DownloadAsync(file, destination));
            Assert.Equal(0, destination.Length);
        }

        Assert.Equal(new byte[200_000], await DownloadAsync(Media, file));
    }

    [Fact]
    public async Task A_host_that_hangs_up_or_is_busy_or_slow_costs_only_time()
    {
        await using var hasty = TestDevice.Create(_sandbox, new MemorySessionStore(), TestDevice.Options(_sandbox) with { TimeProvider = new Hasty() });
        await hasty.PairAsync(await _sandbox.AddPhoneAsync("15550002"));
        var media = hasty.Client.Media;
        _sandbox.Media.Add(new MediaFault(MediaOperation.Upload) { Status = 503, Times = 2 });
        _sandbox.Media.Add(new MediaFault(MediaOperation.Upload) { Delay = TimeSpan.FromMilliseconds(10) });
        var file = await media.UploadAsync(new MemoryStream(new byte[200_000]), MediaKind.Document);
        _sandbox.Media.Add(new MediaFault(MediaOperation.Download) { BreakAt = 70_000, Times = 2 });
        _sandbox.Media.Add(new MediaFault(MediaOperation.Download) { Status = 500 });
        _sandbox.Media.Add(new MediaFault(MediaOperation.Download) { Delay = TimeSpan.FromMilliseconds(1) });

        Assert.Equal(new byte[200_000], await DownloadAsync(media, file));
        Assert.Null(_sandbox.Media.Next(MediaOperation.Download));
    }

    [Fact]
    public async Task A_host_where_nothing_listens_is_passed_over()
    {
        _sandbox.Media.HostsBefore.Add("127.0.0.1:1");

        var file = await Media.UploadAsync(new MemoryStream(new byte[100]), MediaKind.Image);

        Assert.Equal(new byte[100], await DownloadAsync(Media, file));
    }

    [Fact]
    public async Task A_token_that_became_void_is_replaced()
    {
        await Media.UploadAsync(new MemoryStream(new byte[100]), MediaKind.Image);
        _sandbox.Media.RevokeTokens();

        await Media.UploadAsync(new MemoryStream(new byte[200]), MediaKind.Image);

        Assert.Equal(2, _sandbox.Media.Count);
    }

    [Fact]
    public async Task A_file_that_is_gone_comes_back_through_the_phone()
    {
        var content = RandomNumberGenerator.GetBytes(50_000);
        var file = await Media.UploadAsync(new MemoryStream(content), MediaKind.Image);
        _phone.KeepMedia("MSG1", file);
        Assert.True(_sandbox.Media.Remove(file.DirectPath));
        var gone = await Assert.ThrowsAsync<MediaUnavailableException>(() => Media.OpenReadAsync(file));
        Assert.Equal((404, true), (gone.Status, gone.MayReupload));

        var again = await Media.RequestReuploadAsync(Request(file));

        Assert.NotEqual(file.DirectPath, again.DirectPath);
        Assert.Equal(content, await DownloadAsync(Media, again));
        _phone.ForgetMedia("MSG1");
        var refused = await Assert.ThrowsAsync<MediaReuploadException>(() => Media.RequestReuploadAsync(Request(file)));
        Assert.Equal(MediaReuploadResult.NotFound, refused.Result);
    }

    [Fact]
    public async Task A_phone_refuses_who_does_not_know_the_messages_key()
    {
        var file = await Media.UploadAsync(new MemoryStream(new byte[10]), MediaKind.Image);
        _phone.KeepMedia("MSG1", file with { MediaKey = RandomNumberGenerator.GetBytes(32) });
        await using var hasty = TestDevice.Create(_sandbox, new MemorySessionStore(), TestDevice.Options(_sandbox) with
        {
            Media = new MediaOptions { TrustedCertificates = _sandbox.MediaCertificatePem, ReuploadTimeout = TimeSpan.FromMilliseconds(500) },
        });
        await hasty.PairAsync(_phone);

        // The refusal is sealed with a key that this device does not have either: to it, nobody answered.
        var error = await Assert.ThrowsAsync<MediaReuploadException>(() => hasty.Client.Media.RequestReuploadAsync(Request(file)));

        Assert.Equal(MediaReuploadResult.NoAnswer, error.Result);
    }

    [Fact]
    public async Task The_host_takes_only_what_its_address_names_from_who_may()
    {
        var file = await Media.UploadAsync(new MemoryStream(new byte[10]), MediaKind.Image);
        var auth = Uri.EscapeDataString(_sandbox.Media.Allow());
        var token = MediaAddress.Token(SHA256.HashData(new byte[10]));
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = new Core.Transport.CertificateTrust(_sandbox.MediaCertificatePem).Accepts;
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"https://{_sandbox.Media.Host}") };

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync($"/mms/image/{token}?auth=x&token={token}", new byte[10]));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync($"/mms/image/{token}?auth={auth}&token=other", new byte[10]));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PostAsync($"/mms/image/{token}?auth={auth}&token={token}", new byte[11]));
        Assert.Equal(HttpStatusCode.OK, await PostAsync($"/mms/image/{token}=?auth={auth}&token={token}%3D", new byte[10]));
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(file.DirectPath.Replace("oh=", "oh=0", StringComparison.Ordinal))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/v/t62.7118-24/none")).StatusCode);

        var path = MediaAddress.Token(System.Text.Encoding.ASCII.GetBytes(file.DirectPath.Split('?')[0]));
        Assert.Equal(HttpStatusCode.OK, (await http.DeleteAsync($"/mms/image/{token}?auth={auth}&token={token}&d_md={path}")).StatusCode);
        await Assert.ThrowsAsync<MediaUnavailableException>(() => Media.OpenReadAsync(file));

        async Task<HttpStatusCode> PostAsync(string address, byte[] body) => (await http.PostAsync(address, new ByteArrayContent(body))).StatusCode;
    }

    [Fact]
    public async Task Hosts_are_asked_for_anew_on_a_new_connection()
    {
        _sandbox.Media.Ttl = 100_000;
        await Media.UploadAsync(new MemoryStream(new byte[100]), MediaKind.Image);
        _sandbox.Media.RevokeTokens();
        _sandbox.Media.Add(new MediaFault(MediaOperation.Upload) { Delay = TimeSpan.FromMilliseconds(1), Times = 2 });
        await _device.Client.DisconnectAsync();
        await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => Media.UploadAsync(new MemoryStream(new byte[100]), MediaKind.Image));
        await _device.Client.ConnectAsync();
        await _device.ConnectedAsync();

        // The old token is void: with it, this request would be refused and repeated, and the second fault met too.
        await Media.UploadAsync(new MemoryStream(new byte[200]), MediaKind.Image);

        Assert.NotNull(_sandbox.Media.Next(MediaOperation.Upload));
    }

    [Fact]
    public async Task A_thumbnail_leaves_the_file_where_it_was_and_needs_one_who_makes_it()
    {
        var options = TestDevice.Options(_sandbox);
        await using var maker = TestDevice.Create(
            _sandbox, new MemorySessionStore(), options with { Media = options.Media with { Thumbnailer = new Fixed() } });
        var file = new MemoryStream([9, 9, 8, 7]) { Position = 2 };

        var thumbnail = await maker.Client.Media.CreateThumbnailAsync(file, MediaKind.Image, 100);

        Assert.Equal((640, 480, 2), (thumbnail!.OriginalWidth, thumbnail.OriginalHeight, (int)file.Position));
        Assert.Null(await Media.CreateThumbnailAsync(file, MediaKind.Image, 100));
    }

    [Fact]
    public async Task A_picture_is_sent_with_its_size_and_thumbnail()
    {
        var options = TestDevice.Options(_sandbox);
        await using var sender = TestDevice.Create(
            _sandbox, new MemorySessionStore(), options with { Media = options.Media with { Thumbnailer = new Fixed() } });
        await sender.PairAsync(await _sandbox.AddPhoneAsync("15550002"));
        var picture = new MemoryStream(RandomNumberGenerator.GetBytes(5_000));

        await sender.Client.Messages.SendImageAsync(_phone.Jid, picture, "image/png", "look");

        var image = Assert.IsType<ImageContent>((await _device.ReceivesAsync("look")).Content);
        Assert.Equal((640, 480, "image/png", 5_000), (image.Width, image.Height, image.File.MimeType, image.File.Length));
        Assert.Equal([1, 2, 3], image.Thumbnail.ToArray());
        Assert.Equal(picture.ToArray(), await DownloadAsync(Media, image.File));
    }

    private static async Task<byte[]> DownloadAsync(MediaService media, MediaFile file)
    {
        var content = new MemoryStream();
        await media.DownloadAsync(file, content);
        return content.ToArray();
    }

    private MediaReuploadRequest Request(MediaFile file) => new() { Chat = _phone.Jid, MessageId = "MSG1", File = file };

    /// <summary>The system's clock, but the pauses between attempts are short.</summary>
    private sealed class Hasty : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(10) ? dueTime / 100 : dueTime, period);
    }

    /// <summary>Reads the picture and says the same of each.</summary>
    private sealed class Fixed : IThumbnailer
    {
        public async Task<Thumbnail?> CreateAsync(Stream content, MediaKind kind, int width, CancellationToken cancellationToken = default)
        {
            await content.CopyToAsync(Stream.Null, cancellationToken);
            return new Thumbnail(new byte[] { 1, 2, 3 }, 640, 480);
        }
    }
}

using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Media.Hosts;

namespace WhatsAppKit.Core.Tests.Media;

/// <summary>A message names a path; the host is ours to choose.</summary>
public sealed class MediaAddressTests
{
    [Theory]
    [InlineData("//evil.example/x")]
    [InlineData("/")]
    [InlineData("evil.example/x")]
    [InlineData("https://evil.example/x")]
    [InlineData("@evil.example/x")]
    [InlineData(":443@evil.example/x")]
    [InlineData(".evil.example/x")]
    [InlineData("\\\\evil.example\\x")]
    [InlineData("/\\evil.example/x")]
    [InlineData("/\t/evil.example/x")]
    [InlineData("\t//evil.example/x")]
    [InlineData("/x\r\nHost: evil.example")]
    [InlineData("/x y")]
    [InlineData("/x#y")]
    [InlineData("/x\0")]
    [InlineData("/\u00e9")]
    [InlineData("/\u2215\u2215evil.example")]
    [InlineData("?x")]
    public async Task A_path_that_could_lead_elsewhere_is_never_requested(string path)
    {
        using var rig = new MediaRig();
        var file = Named(path);

        var error = await rig.RefusesAsync<MediaUnavailableException>(file);

        Assert.False(error.IsTransient);
        Assert.False(error.MayReupload);
        await Assert.ThrowsAsync<MediaUnavailableException>(() => rig.Media.DownloadRangeAsync(file, 0, 1, new MemoryStream()));
        Assert.Empty(rig.Hosts.Requests);
    }

    [Fact]
    public async Task A_very_long_path_is_never_requested()
    {
        using var rig = new MediaRig();

        await rig.RefusesAsync<MediaUnavailableException>(Named("/" + new string('x', 10_000)));

        Assert.Empty(rig.Hosts.Requests);
    }

    [Theory]
    [InlineData("https://evil.example/x")]
    [InlineData("https://whatsapp.net/x")]
    [InlineData("https://evilwhatsapp.net/x")]
    [InlineData("https://mmg.whatsapp.net.evil.example/x")]
    [InlineData("https://mmg.whatsapp.net@evil.example/x")]
    [InlineData("https://user@mmg.whatsapp.net/x")]
    [InlineData("https://mmg.whatsapp.net:8443/x")]
    [InlineData("http://mmg.whatsapp.net/x")]
    [InlineData("http://media-a.example/x")]
    [InlineData("ftp://mmg.whatsapp.net/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("mmg.whatsapp.net/x")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_address_on_a_foreign_host_is_never_requested(string? url)
    {
        using var rig = new MediaRig();

        await rig.RefusesAsync<MediaUnavailableException>(Named("") with { Url = url });

        Assert.Empty(rig.Hosts.Requests);
    }

    [Theory]
    [InlineData("https://media-a.example/v/x?y=1")]
    [InlineData("https://mmg.whatsapp.net/v/x?y=1")]
    [InlineData("https://other.whatsapp.net/v/x?y=1")]
    public async Task Without_a_path_the_address_is_used_on_known_hosts(string url)
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(MediaRig.Pattern(100));
        rig.Hosts.Files["/v/x"] = rig.Stored(file);

        Assert.Equal(MediaRig.Pattern(100), await rig.DownloadAsync(file with { DirectPath = "", Url = url }));
        Assert.Equal(url, rig.Hosts.Requests.Last().Address.ToString());
    }

    [Fact]
    public async Task The_host_in_a_messages_address_does_not_count_when_there_is_a_path()
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(MediaRig.Pattern(100));

        Assert.Equal(MediaRig.Pattern(100), await rig.DownloadAsync(file with { Url = "https://evil.example/x" }));
        Assert.All(rig.Hosts.Requests, request => Assert.Equal("media-a.example", request.Address.Host));
    }

    [Theory]
    [InlineData("evil.example/x")]
    [InlineData("a@evil.example")]
    [InlineData("evil.example?x")]
    [InlineData("evil.example#x")]
    [InlineData("evil example")]
    [InlineData("evil.example:99999")]
    [InlineData("\u00e9vil.example")]
    [InlineData("")]
    [InlineData(null)]
    public void A_host_is_a_name_and_perhaps_a_port(string? text) => Assert.Null(MediaHost.TryParse(text));

    [Theory]
    [InlineData("mmg.whatsapp.net", true)]
    [InlineData("MMG.whatsapp.net", true)]
    [InlineData("127.0.0.1:8443", false)]
    [InlineData("[::1]:8443", false)]
    [InlineData("mmg.whatsapp.net:8443", false)]
    public void Hosts_are_known_by_their_domain(string text, bool isWhatsApp) => Assert.Equal(isWhatsApp, MediaHost.TryParse(text)!.IsWhatsApp);

    [Fact]
    public async Task Requests_name_hash_and_type_and_nothing_of_the_key()
    {
        using var rig = new MediaRig();
        var file = await rig.UploadAsync(MediaRig.Pattern(100), MediaKind.LinkThumbnail);
        await rig.DownloadAsync(file);

        var token = MediaAddress.Token(file.FileEncSha256.Span);
        var (post, get) = (rig.Hosts.Requests.First().Address, rig.Hosts.Requests.Last().Address);
        Assert.Equal($"https://media-a.example/mms/image/{token}?auth=token-1&token={token}", post.ToString());
        Assert.Equal($"https://media-a.example{file.DirectPath}&hash={token}&mms-type=thumbnail-link&__wa-mms=", get.ToString());
    }

    private static MediaFile Named(string path) => new()
    {
        Kind = MediaKind.Image,
        DirectPath = path,
        MediaKey = new byte[32],
        FileSha256 = new byte[32],
        FileEncSha256 = new byte[32],
        Length = 1,
    };
}

using System.Security.Cryptography;
using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Media.Encryption;
using WhatsAppKit.Core.Media.Hosts;
using WhatsAppKit.Core.Media.Reupload;
using WhatsAppKit.Core.Media.Transfer;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Tests.Binary;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Media;

/// <summary>Keys, files, ranges and re-upload requests, against those of a reference client.</summary>
public sealed class MediaVectorTests
{
    private static readonly JsonElement File = Vectors.Json("media.json");

    private static readonly Dictionary<string, MediaKind> Kinds = new()
    {
        ["image"] = MediaKind.Image,
        ["sticker"] = MediaKind.Sticker,
        ["video"] = MediaKind.Video,
        ["gif"] = MediaKind.Video,
        ["ptv"] = MediaKind.Video,
        ["audio"] = MediaKind.Audio,
        ["ptt"] = MediaKind.Audio,
        ["document"] = MediaKind.Document,
        ["thumbnail-link"] = MediaKind.LinkThumbnail,
        ["md-msg-hist"] = MediaKind.History,
        ["md-app-state"] = MediaKind.AppState,
    };

    [Fact]
    public void Derives_the_keys_of_every_kind()
    {
        var section = File.GetProperty("mediaKeys");
        foreach (var vector in section.GetProperty("kinds").EnumerateArray())
        {
            using var keys = Kinds.TryGetValue(vector.Text("kind"), out var kind)
                ? MediaKeys.Derive(section.Hex("mediaKeyHex"), kind)
                : MediaKeys.Derive(section.Hex("mediaKeyHex"), vector.Text("hkdfInfo"));

            Assert.Equal(vector.Text("ivHex"), Convert.ToHexStringLower(keys.Iv));
            Assert.Equal(vector.Text("cipherKeyHex"), Convert.ToHexStringLower(keys.CipherKey));
            Assert.Equal(vector.Text("macKeyHex"), Convert.ToHexStringLower(keys.MacKey));
        }

        Assert.Superset(Kinds.Keys.ToHashSet(), section.GetProperty("kinds").EnumerateArray().Select(v => v.Text("kind")).ToHashSet());
    }

    [Fact]
    public async Task Encrypts_files_as_the_reference_does_and_opens_them_again()
    {
        var section = File.GetProperty("mediaEncrypt");
        foreach (var vector in section.GetProperty("cases").EnumerateArray().Where(v => Kinds.ContainsKey(v.Text("kind"))))
        {
            using var rig = new MediaRig();
            using var upload = await PreparedUpload.SealAsync(
                new MemoryStream(Plain(vector)), Kinds[vector.Text("kind")], section.Hex("mediaKeyHex"), new MediaOptions(), default, default);
            var stored = new MemoryStream();
            await upload.Content.CopyToAsync(stored, default);

            Assert.Equal(vector.Text("fileSha256Hex"), Convert.ToHexStringLower(upload.File.FileSha256.Span));
            Assert.Equal(vector.Text("fileEncSha256Hex"), Convert.ToHexStringLower(upload.File.FileEncSha256.Span));
            Assert.Equal(vector.Text("fileEncSha256Hex"), Convert.ToHexStringLower(SHA256.HashData(stored.ToArray())));
            Assert.Equal(vector.GetProperty("encLength").GetInt64(), stored.Length);
            Assert.Equal(stored.Length, MediaFormat.EncryptedLength(vector.GetProperty("plainLength").GetInt64()));
            Assert.Equal(
                upload.File.Kind is MediaKind.Audio or MediaKind.Video ? vector.Text("streamingSidecarHex") : "",
                Convert.ToHexStringLower(upload.File.StreamingSidecar.Span));
            Assert.Equal(vector.Text("macHex"), Convert.ToHexStringLower(stored.ToArray()[^10..]));
            if (vector.TryGetProperty("encFileHex", out var bytes))
            {
                Assert.Equal(bytes.GetString(), Convert.ToHexStringLower(stored.ToArray()));
            }

            var file = upload.File with { DirectPath = "/v/vector" };
            rig.Store(file, stored.ToArray());
            Assert.Equal(Plain(vector), await rig.DownloadAsync(file));
        }
    }

    [Fact]
    public async Task Fetches_ranges_as_the_reference_does()
    {
        using var rig = new MediaRig();
        var plain = MediaRig.Pattern(200_000);
        var file = await rig.UploadAsync(plain, MediaKind.Video);
        foreach (var vector in File.GetProperty("mediaRangeDownload").GetProperty("cases").EnumerateArray()
            .Where(v => v.GetProperty("rangeHeader").ValueKind == JsonValueKind.String))
        {
            var part = new MemoryStream();
            await rig.Media.DownloadRangeAsync(file, vector.GetProperty("startByte").GetInt64(), vector.GetProperty("endByte").GetInt64(), part);

            Assert.Equal(vector.Text("rangeHeader"), rig.Hosts.Requests.Last().Range);
            Assert.Equal(vector.GetProperty("plainLength").GetInt64(), part.Length);
            Assert.Equal(vector.Text("plainSha256Hex"), Convert.ToHexStringLower(SHA256.HashData(part.ToArray())));
        }
    }

    [Fact]
    public async Task Checks_ranges_with_the_recorded_sidecars()
    {
        var section = File.GetProperty("mediaEncrypt");
        foreach (var vector in section.GetProperty("cases").EnumerateArray().Where(v => Kinds.ContainsKey(v.Text("kind"))))
        {
            using var rig = new MediaRig();
            var plain = Plain(vector);
            using var upload = await PreparedUpload.SealAsync(
                new MemoryStream(plain), Kinds[vector.Text("kind")], section.Hex("mediaKeyHex"), new MediaOptions(), default, default);
            var stored = new MemoryStream();
            await upload.Content.CopyToAsync(stored, default);
            var file = upload.File with { DirectPath = "/v/vector" };
            rig.Store(file, stored.ToArray());
            foreach (var (start, end) in new[] { (0, plain.Length), (plain.Length / 2, plain.Length), (plain.Length / 3, plain.Length / 2) })
            {
                var part = new MemoryStream();
                await rig.Media.DownloadRangeAsync(file, start, end, part, vector.Hex("streamingSidecarHex"));

                Assert.Equal(plain[start..end], part.ToArray());
            }
        }
    }

    [Fact]
    public void Asks_for_a_file_again_as_the_reference_does()
    {
        var section = File.GetProperty("mediaRetry");
        var vector = section.GetProperty("request");
        Assert.Equal(section.Text("retryKeyHex"), Convert.ToHexStringLower(ReuploadCipher.Key(section.Hex("mediaKeyHex"))));

        var sealedId = ReuploadCipher.Seal(section.Hex("mediaKeyHex"), section.Text("messageId"), vector.Hex("plainHex"), vector.Hex("ivHex"));
        var receipt = ReuploadNodes.Request(Request(section), MediaRig.Own, sealedId);

        Assert.Equal(vector.Text("encPHex"), Convert.ToHexStringLower(receipt.Child("encrypt")!.Child("enc_p")!.Bytes.Span));
        Assert.Equal(vector.Text("encIvHex"), Convert.ToHexStringLower(receipt.Child("encrypt")!.Child("enc_iv")!.Bytes.Span));
        AssertAttributes(vector.GetProperty("receiptAttrs"), receipt);
        AssertAttributes(vector.GetProperty("rmrAttrs"), receipt.Child("rmr")!);
        var ours = ReuploadNodes.Request(Request(section), MediaRig.Own);
        var plain = ReuploadCipher.Open(section.Hex("mediaKeyHex"), section.Text("messageId"), ours.Child("encrypt")!);
        Assert.Equal(vector.Text("plainHex"), Convert.ToHexStringLower(plain));
    }

    [Fact]
    public void Reads_the_phones_answer_as_the_reference_does()
    {
        var section = File.GetProperty("mediaRetry");
        var vector = section.GetProperty("response");
        var answer = new BinaryNode(
            "notification",
            [("type", "mediaretry"), ("id", section.Text("messageId"))],
            new BinaryNode(
                "encrypt", null, new BinaryNode("enc_p", null, vector.Hex("encPHex")), new BinaryNode("enc_iv", null, vector.Hex("ivHex"))));

        Assert.Equal(vector.GetProperty("json").Text("directPath"), ReuploadNodes.NewPath(Request(section), answer));
        var opened = MediaRetryNotification.Parser.ParseFrom(
            ReuploadCipher.Open(section.Hex("mediaKeyHex"), section.Text("messageId"), answer.Child("encrypt")!));
        Assert.Equal(section.Text("messageId"), opened.StanzaId);
    }

    [Fact]
    public void Names_hashes_and_addresses_as_the_reference_does()
    {
        var section = File.GetProperty("mediaUrl");
        foreach (var vector in section.GetProperty("cases").EnumerateArray())
        {
            Assert.Equal(vector.Text("uploadToken"), MediaAddress.Token(vector.Base64("base64")));
        }

        var path = section.GetProperty("directPath");
        var file = new MediaFile { Kind = MediaKind.Image, DirectPath = path.Text("in"), FileSha256 = new byte[32], Length = 1 };
        var address = MediaAddress.Download(MediaHost.Default, file, MediaConnection.None).ToString();
        Assert.StartsWith(path.Text("url"), address, StringComparison.Ordinal);
    }

    private static byte[] Plain(JsonElement vector) =>
        vector.TryGetProperty("plainHex", out var hex) ? Convert.FromHexString(hex.GetString()!) : MediaRig.Pattern(vector.GetProperty("plainLength").GetInt32());

    private static MediaReuploadRequest Request(JsonElement section) => new()
    {
        Chat = Jid.Parse("12025550123@s.whatsapp.net"),
        MessageId = section.Text("messageId"),
        File = new MediaFile
        {
            Kind = MediaKind.Image,
            DirectPath = "/old",
            MediaKey = section.Hex("mediaKeyHex"),
            FileSha256 = new byte[32],
            FileEncSha256 = new byte[32],
            Length = 1,
        },
    };

    private static void AssertAttributes(JsonElement expected, BinaryNode node)
    {
        var written = BinaryNodeReader.Read(VectorNodes.Write(node));
        Assert.Equal(expected.EnumerateObject().Select(a => (a.Name, a.Value.GetString())).Order(), written.Attributes.Select(a => (a.Name, written[a.Name])).Order());
    }
}

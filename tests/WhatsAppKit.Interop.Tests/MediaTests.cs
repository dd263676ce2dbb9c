using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>Files that one client uploads and the other downloads; the message between them is left out.</summary>
public sealed class MediaTests : IAsyncLifetime
{
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _baileysPhone = null!;
    private BaileysClient _baileys = null!;
    private TestDevice _ours = null!;

    private MediaService Media => _ours.Client.Media;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _baileysPhone = await _sandbox.AddPhoneAsync("15550002");
        _ours = await TestDevice.PairAsync(_sandbox, await _sandbox.AddPhoneAsync("15550001"));
        _baileys = await BaileysClient.PairAsync(_sandbox, _baileysPhone);
    }

    public async ValueTask DisposeAsync()
    {
        await _ours.DisposeAsync();
        if (_baileys is not null)
        {
            await _baileys.DisposeAsync();
        }

        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task What_Baileys_uploads_our_client_downloads_and_verifies()
    {
        foreach (var (kind, type, ours) in new[]
        {
            ("image", null, MediaKind.Image),
            ("image", "thumbnail-link", MediaKind.LinkThumbnail),
            ("video", null, MediaKind.Video),
            ("audio", null, MediaKind.Audio),
            ("document", null, MediaKind.Document),
            ("sticker", null, MediaKind.Sticker),
        })
        {
            var content = RandomNumberGenerator.GetBytes(150_000 + Random.Shared.Next(16));
            var described = await _baileys.CallAsync(
                "uploadMedia", new JsonObject { ["kind"] = kind, ["type"] = type, ["content"] = Convert.ToBase64String(content) });
            var file = Read(described, ours);

            Assert.True(Same(content, await DownloadAsync(file)), $"{kind} {type}");
            Assert.True(Same(content, await DownloadAsync(file with { DirectPath = "" })), $"{kind} {type} by its url");
            Assert.Equal(SHA256.HashData(content), file.FileSha256.ToArray());
            var part = new MemoryStream();
            await Media.DownloadRangeAsync(file, 70_001, 140_000, part);
            Assert.True(Same(content[70_001..140_000], part.ToArray()), $"a part of {kind} {type}");
        }
    }

    [Theory]
    [InlineData(MediaKind.Image, "image")]
    [InlineData(MediaKind.Video, "video")]
    [InlineData(MediaKind.Video, "gif")]
    [InlineData(MediaKind.Audio, "audio")]
    [InlineData(MediaKind.Audio, "ptt")]
    [InlineData(MediaKind.Document, "document")]
    [InlineData(MediaKind.Sticker, "sticker")]
    [InlineData(MediaKind.LinkThumbnail, "thumbnail-link")]
    [InlineData(MediaKind.History, "md-msg-hist")]
    [InlineData(MediaKind.AppState, "md-app-state")]
    public async Task What_our_client_uploads_Baileys_downloads(MediaKind kind, string type)
    {
        foreach (var size in new[] { 1, 16, 65_536, 150_001 })
        {
            var content = RandomNumberGenerator.GetBytes(size);
            var file = await Media.UploadAsync(new MemoryStream(content), kind);

            var whole = await _baileys.CallAsync("downloadMedia", new JsonObject { ["type"] = type, ["file"] = Write(file) });

            Assert.True(Same(content, whole.GetProperty("content").GetBytesFromBase64()), $"{type}, {size} bytes");
        }
    }

    [Fact]
    public async Task Baileys_reads_a_part_of_what_our_client_uploaded()
    {
        var content = RandomNumberGenerator.GetBytes(150_001);
        var file = await Media.UploadAsync(new MemoryStream(content), MediaKind.Video);

        var part = await _baileys.CallAsync("downloadMedia", new JsonObject
        {
            ["type"] = "video",
            ["file"] = Write(file),
            ["range"] = new JsonObject { ["startByte"] = 65_540, ["endByte"] = 100_003 },
        });

        Assert.Equal(content[65_540..100_003], part.GetProperty("content").GetBytesFromBase64());
    }

    [Fact]
    public async Task Baileys_gets_a_file_back_from_its_phone()
    {
        var content = RandomNumberGenerator.GetBytes(1000);
        var file = await Media.UploadAsync(new MemoryStream(content), MediaKind.Image);
        _baileysPhone.KeepMedia("3EB0AABBCCDDEEFF0011", file);
        Assert.True(_sandbox.Media.Remove(file.DirectPath));

        var described = await RequestReuploadAsync(file);

        var again = Read(described, MediaKind.Image);
        Assert.NotEqual(file.DirectPath, again.DirectPath);
        Assert.Equal(content, await DownloadAsync(file with { DirectPath = again.DirectPath }));
        _baileysPhone.ForgetMedia("3EB0AABBCCDDEEFF0011");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => RequestReuploadAsync(file));
        Assert.Contains("Failed to re-upload media (2)", refused.Message, StringComparison.Ordinal);
    }

    private Task<JsonElement> RequestReuploadAsync(MediaFile file) => _baileys.CallAsync("requestReupload", new JsonObject
    {
        ["id"] = "3EB0AABBCCDDEEFF0011",
        ["chat"] = "15550001@s.whatsapp.net",
        ["file"] = Write(file),
    });

    private async Task<byte[]> DownloadAsync(MediaFile file)
    {
        var content = new MemoryStream();
        await Media.DownloadAsync(file, content);
        return content.ToArray();
    }

    private static bool Same(byte[] expected, byte[] actual) => expected.AsSpan().SequenceEqual(actual);

    private static JsonObject Write(MediaFile file) => new()
    {
        ["url"] = file.Url,
        ["directPath"] = file.DirectPath,
        ["mediaKey"] = Convert.ToBase64String(file.MediaKey.Span),
        ["fileSha256"] = Convert.ToBase64String(file.FileSha256.Span),
        ["fileEncSha256"] = Convert.ToBase64String(file.FileEncSha256.Span),
    };

    private static MediaFile Read(JsonElement described, MediaKind kind) => new()
    {
        Kind = kind,
        Url = described.GetProperty("url").GetString(),
        DirectPath = described.GetProperty("directPath").GetString()!,
        MediaKey = described.GetProperty("mediaKey").GetBytesFromBase64(),
        FileSha256 = described.GetProperty("fileSha256").GetBytesFromBase64(),
        FileEncSha256 = described.GetProperty("fileEncSha256").GetBytesFromBase64(),
        Length = described.GetProperty("fileLength").GetInt64() is > 0 and var length ? length : MediaFile.UnknownLength,
    };
}

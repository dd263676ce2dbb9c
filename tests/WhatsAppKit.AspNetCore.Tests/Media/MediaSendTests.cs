using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using SkiaSharp;
using WhatsAppKit.AspNetCore.Tests.Messages;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Tests.Media;

/// <summary>Sends files in each of the four ways, and compares the bytes that a phone downloads.</summary>
public class MediaSendTests(GatewayFixture gateway)
{
    private static readonly byte[] Picture = Png(40, 30);
    private static readonly byte[] Voice = [.. "OggS"u8, .. RandomNumberGenerator.GetBytes(5000)];
    private static readonly byte[] WebP = [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8, .. RandomNumberGenerator.GetBytes(500)];
    private static readonly byte[] Clip = [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 0, 0, .. RandomNumberGenerator.GetBytes(100_000)];

    /// <summary>The file, its fields, and what must arrive besides the bytes.</summary>
    private static readonly Dictionary<string, (byte[] File, string Type, object Fields, Action<MessageContent> Check)> Cases = new()
    {
        ["image"] = (Picture, "image/png", new { caption = "look", viewOnce = true }, content =>
        {
            var image = Assert.IsType<ImageContent>(content);
            Assert.Equal(("look", true, 40, 30), (image.Caption, image.IsViewOnce, image.Width, image.Height));
            Assert.False(image.Thumbnail.IsEmpty);
        }
        ),
        ["video"] = (Clip, "video/mp4", new { caption = "move", isGif = true, width = 320, height = 240, durationSeconds = 7 }, content =>
        {
            var video = Assert.IsType<VideoContent>(content);
            Assert.Equal(("move", true, 320, 240, TimeSpan.FromSeconds(7)), (video.Caption, video.IsGif, video.Width, video.Height, video.Duration));
        }
        ),
        ["audio"] = (RandomNumberGenerator.GetBytes(3000), "audio/mpeg", new { durationSeconds = 9 }, content =>
        {
            var audio = Assert.IsType<AudioContent>(content);
            Assert.Equal((false, TimeSpan.FromSeconds(9)), (audio.IsVoice, audio.Duration));
        }
        ),
        ["voice"] = (Voice, "audio/ogg", new { durationSeconds = 3, waveform = Enumerable.Range(0, 64).ToArray() }, content =>
        {
            var voice = Assert.IsType<AudioContent>(content);
            Assert.Equal((true, TimeSpan.FromSeconds(3), "audio/ogg; codecs=opus"), (voice.IsVoice, voice.Duration, voice.File.MimeType));
            Assert.Equal(Enumerable.Range(0, 64).Select(bar => (byte)bar), voice.Waveform.ToArray());
        }
        ),
        ["document"] = ("%PDF-1.4 hello"u8.ToArray(), "application/pdf", new { caption = "read", fileName = "../a\u202Eb.pdf", title = "T", pageCount = 3 }, content =>
        {
            var document = Assert.IsType<DocumentContent>(content);
            Assert.Equal(("read", "ab.pdf", "T", 3), (document.Caption, document.FileName, document.Title, document.PageCount));
        }
        ),
        ["sticker"] = (WebP, "image/webp", new { isAnimated = true }, content =>
        {
            var sticker = Assert.IsType<StickerContent>(content);
            Assert.Equal((true, 512, 512), (sticker.IsAnimated, sticker.Width, sticker.Height));
        }
        ),
    };

    public static TheoryData<string> Kinds => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_kind_arrives_by_upload_by_base64_and_by_id(string kind)
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var (file, type, fields, check) = Cases[kind];
        var uploaded = (await UploadAsync(conversation.Program, "/api/media", file, type, "f.bin")).Is(HttpStatusCode.Created);
        var requests = new[]
        {
            await UploadAsync(conversation.Program, $"/api/messages/{kind}", file, type, "f.bin", Json(fields, conversation.Friend.Number)),
            await conversation.Program.PostAsync($"/api/messages/{kind}", Json(fields, conversation.Friend.Number, new { data = Convert.ToBase64String(file), mimeType = type })),
            await conversation.Program.PostAsync($"/api/messages/{kind}", Json(fields, conversation.Friend.Number, new { id = uploaded.Id })),
        };
        foreach (var sent in requests)
        {
            var received = await conversation.ReceivedAsync(sent.Is(HttpStatusCode.OK).Id);
            check(received.Content);
            Assert.Equal(file, await DownloadAsync(conversation, received.Content));
            var shown = (await conversation.MessageAsync(sent.Id)).Json;
            var id = shown.GetProperty("message").GetProperty("mediaId").GetString()!;
            Assert.Equal(id, shown.GetProperty("content").GetProperty("media").GetProperty("id").GetString());
            Assert.Equal(file.Length, shown.GetProperty("content").GetProperty("media").GetProperty("size").GetInt64());
            Assert.Equal(file, (await conversation.Program.DownloadAsync($"/api/media/{id}")).Content);
            Assert.DoesNotContain("mediaKey", shown.GetRawText(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Form_fields_are_the_request_too_and_as_strict_as_json()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var sent = await UploadAsync(
            conversation.Program, "/api/messages/image", Picture, "image/png", "p.png", form: [("to", conversation.Friend.Number), ("caption", "12"), ("viewOnce", "true"), ("mentions", "15550001"), ("mentions", "15550002")]);
        var received = await conversation.ReceivedAsync(sent.Is(HttpStatusCode.OK).Id);
        Assert.Equal(("12", true, 2), (received.Text, Assert.IsType<ImageContent>(received.Content).IsViewOnce, received.Mentions.Count));

        foreach (var (name, value) in new[] { ("nothing", "x"), ("viewOnce", "yes"), ("viewOnce", "1"), ("media", """{"url":"https://example.com"}"""), ("to", "nobody"), ("request", "[") })
        {
            var refused = await UploadAsync(conversation.Program, "/api/messages/image", Picture, "image/png", "p.png", form: name == "to" ? [(name, value)] : [("to", conversation.Friend.Number), (name, value)]);
            refused.IsProblem(HttpStatusCode.BadRequest, "invalid-request", name);
        }

        (await UploadAsync(conversation.Program, "/api/messages/image", null, "image/png", "p.png", form: [("to", conversation.Friend.Number)])).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "file");
        Assert.Single(Directory.GetFiles(Path.Combine(gateway.Host.DataDirectory, "media", conversation.Instance)));
    }

    [Fact]
    public async Task A_file_is_fetched_from_an_address_and_never_from_inside()
    {
        await using var host = await GatewayHost.StartAsync(new() { ["WhatsAppGateway:Outbound:AllowHttp"] = "true", ["WhatsAppGateway:Outbound:TrustedHosts:0"] = "127.0.0.1" });
        await using var conversation = await Conversation.StartAsync(host);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var web = builder.Build();
        web.Run(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/a%20picture.png" || context.Request.Path == "/a picture.png" ? 200 : 404;
            context.Response.ContentType = "image/png";
            return context.Response.Body.WriteAsync(Picture).AsTask();
        });
        await web.StartAsync(TestContext.Current.CancellationToken);

        var (_, received) = await conversation.SendAsync("image", new { to = conversation.Friend.Number, caption = "from the web", media = new { url = web.Urls.First() + "/a%20picture.png" } });
        Assert.Equal(Picture, await DownloadAsync(conversation, received.Content));
        var (_, document) = await conversation.SendAsync("document", new { to = conversation.Friend.Number, media = new { url = web.Urls.First() + "/a%20picture.png" } });
        Assert.Equal("a picture.png", Assert.IsType<DocumentContent>(document.Content).FileName);
        (await conversation.Program.PostAsync("/api/messages/image", new { to = conversation.Friend.Number, media = new { url = web.Urls.First() + "/missing" } }))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "media-fetch-failed", "media.url");
        (await conversation.Program.PostAsync("/api/messages/image", new { to = conversation.Friend.Number, media = new { url = web.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal) } }))
            .IsProblem(HttpStatusCode.BadRequest, "invalid-request", "media.url");
    }

    [Fact]
    public async Task An_album_is_announced_and_its_pictures_belong_to_it()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var (album, _) = await conversation.SendAsync("album", new { to = conversation.Friend.Number, images = 2 });
        for (var i = 0; i < 2; i++)
        {
            var (_, received) = await conversation.SendAsync(
                "image", new { to = conversation.Friend.Number, albumId = album.Id, media = new { data = Convert.ToBase64String(Picture) } });
            Assert.Equal(album.Id, received.Album!.Id);
        }

        (await conversation.Program.PostAsync("/api/messages/image", new { to = conversation.Friend.Number, albumId = "unknown", media = new { data = Convert.ToBase64String(Picture) } }))
            .IsProblem(HttpStatusCode.BadRequest, "invalid-request", "albumId");
    }

    [Fact]
    public async Task A_sent_picture_is_quoted_passed_on_and_its_caption_edited()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var (sent, _) = await conversation.SendAsync("image", new { to = conversation.Friend.Number, caption = "one", media = new { data = Convert.ToBase64String(Picture) } });
        var (_, reply) = await conversation.SendAsync("text", new { to = conversation.Friend.Number, text = "this one", replyTo = sent.Id });
        Assert.Equal("one", Assert.IsType<ImageContent>(reply.Quoted!.Content).Caption);

        var (_, passed) = await conversation.SendAsync("forward", new { to = conversation.Friend.Number, messageId = sent.Id });
        Assert.Equal(Picture, await DownloadAsync(conversation, passed.Content));

        (await conversation.Program.PutAsync($"/api/messages/{sent.Id}", new { text = "two" })).Is(HttpStatusCode.OK);
        Assert.Equal("two", Assert.IsType<ImageContent>((await conversation.ToldAsync<Core.Session.Events.MessageEdited>()).Content).Caption);
        Assert.Equal("two", (await conversation.MessageAsync(sent.Id)).Json.GetProperty("message").GetProperty("text").GetString());
    }

    internal static byte[] Png(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Teal);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    internal static Task<Answer> UploadAsync(
        Caller caller, string path, byte[]? file, string type, string fileName, System.Text.Json.Nodes.JsonNode? request = null, (string Name, string Value)[]? form = null)
    {
        var content = new MultipartFormDataContent();
        if (request is not null)
        {
            content.Add(new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json"), "request");
        }

        foreach (var (name, value) in form ?? [])
        {
            content.Add(new StringContent(value), name);
        }

        if (file is not null)
        {
            content.Add(new ByteArrayContent(file) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } }, "file", fileName);
        }

        return caller.SendAsync(HttpMethod.Post, path, content);
    }

    private static System.Text.Json.Nodes.JsonObject Json(object fields, string to, object? media = null)
    {
        var json = System.Text.Json.JsonSerializer.SerializeToNode(fields)!.AsObject();
        json["to"] = to;
        if (media is not null)
        {
            json["media"] = System.Text.Json.JsonSerializer.SerializeToNode(media);
        }

        return json;
    }

    private static async Task<byte[]> DownloadAsync(Conversation conversation, MessageContent content)
    {
        using var file = new MemoryStream();
        await conversation.Friend.Media.DownloadAsync(Assert.IsType<MediaContent>(content, exactMatch: false).File, file, TestContext.Current.CancellationToken);
        return file.ToArray();
    }
}

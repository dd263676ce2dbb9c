using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Media.Reupload;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Tests.Media;

/// <summary>Asking a phone for a file again, and what it may answer.</summary>
public sealed class MediaReuploadTests
{
    private static readonly Jid Chat = Jid.Parse("12025550123@s.whatsapp.net");

    [Fact]
    public async Task A_new_address_is_taken_from_the_phone_and_the_rest_from_the_message()
    {
        using var rig = new MediaRig();
        await rig.LogInAsync();
        var request = await RequestAsync(rig);
        rig.Session.OnSent = node => node["type"] == "server-error" ? AnswerAsync(rig, Sealed(request, "/new?x=1")) : ValueTask.CompletedTask;

        var file = await rig.Media.RequestReuploadAsync(request);

        Assert.Equal(request.File with { DirectPath = "/new?x=1", Url = null }, file);
        Assert.Equal(["receipt", "ack"], rig.Session.Sent.Select(node => node.Tag));
        Assert.Equal("12025550100@s.whatsapp.net", rig.Session.Sent[0]["to"]);
    }

    [Fact]
    public async Task In_a_group_the_writer_is_named()
    {
        using var rig = new MediaRig();
        await rig.LogInAsync();
        var request = await RequestAsync(rig) with { Chat = Jid.Parse("12345-678@g.us"), Participant = Chat, FromMe = true };
        rig.Session.OnSent = node => node["type"] == "server-error" ? AnswerAsync(rig, Sealed(request, "/new")) : ValueTask.CompletedTask;

        await rig.Media.RequestReuploadAsync(request);

        var reference = rig.Session.Sent[0].Child("rmr")!;
        Assert.Equal(("12345-678@g.us", "true", Chat.ToString()), (reference["jid"], reference["from_me"], reference["participant"]));
    }

    [Fact]
    public async Task A_part_of_the_history_is_asked_for_without_naming_a_chat()
    {
        using var rig = new MediaRig();
        await rig.LogInAsync();
        var request = await RequestAsync(rig);
        request = request with { File = request.File with { Kind = MediaKind.History } };
        rig.Session.OnSent = node => node["type"] == "server-error" ? AnswerAsync(rig, Sealed(request, "/new")) : ValueTask.CompletedTask;

        Assert.Equal("/new", (await rig.Media.RequestReuploadAsync(request)).DirectPath);
        Assert.Equal("peer", rig.Session.Sent[0]["category"]);
        Assert.Null(rig.Session.Sent[0].Child("rmr"));
    }

    [Theory]
    [InlineData(0, MediaReuploadResult.Failed)]
    [InlineData(2, MediaReuploadResult.NotFound)]
    [InlineData(3, MediaReuploadResult.DecryptionFailed)]
    public async Task A_refusal_says_why(int result, MediaReuploadResult expected)
    {
        using var rig = new MediaRig();
        await rig.LogInAsync();
        var request = await RequestAsync(rig);
        rig.Session.OnSent = node => node["type"] == "server-error"
            ? AnswerAsync(rig, Sealed(request, "/new", (MediaRetryNotification.Types.ResultType)result))
            : ValueTask.CompletedTask;
        Assert.Equal(expected, (await Assert.ThrowsAsync<MediaReuploadException>(() => rig.Media.RequestReuploadAsync(request))).Result);

        rig.Session.OnSent = node => node["type"] == "server-error"
            ? AnswerAsync(rig, Notification(request, new BinaryNode("error", [("code", $"{result}")])))
            : ValueTask.CompletedTask;
        Assert.Equal(expected, (await Assert.ThrowsAsync<MediaReuploadException>(() => rig.Media.RequestReuploadAsync(request))).Result);
    }

    [Fact]
    public async Task An_answer_without_content_means_that_the_file_is_gone()
    {
        using var rig = new MediaRig();
        await rig.LogInAsync();
        var request = await RequestAsync(rig);
        rig.Session.OnSent = node => node["type"] == "server-error" ? AnswerAsync(rig, Notification(request)) : ValueTask.CompletedTask;

        var error = await Assert.ThrowsAsync<MediaReuploadException>(() => rig.Media.RequestReuploadAsync(request));

        Assert.Equal(MediaReuploadResult.NotFound, error.Result);
    }

    [Fact]
    public async Task Answers_that_are_not_for_the_request_are_passed_over()
    {
        using var rig = new MediaRig();
        await rig.LogInAsync();
        var request = await RequestAsync(rig);
        var otherKey = request with { File = request.File with { MediaKey = new byte[32] } };
        rig.Session.OnSent = async node =>
        {
            if (node["type"] == "server-error")
            {
                await AnswerAsync(rig, Sealed(otherKey, "/forged"));
                await AnswerAsync(rig, Sealed(request with { MessageId = "OTHER" }, "/other"));
                await AnswerAsync(rig, Sealed(request with { Chat = Jid.Parse("12025559999@s.whatsapp.net") }, "/foreign"));
                await AnswerAsync(rig, Notification(request, new BinaryNode("encrypt", null, new BinaryNode("enc_p", null, new byte[9]))));
                await AnswerAsync(rig, Sealed(request, "/right"));
                await AnswerAsync(rig, Sealed(request, "/late"));
            }
        };

        Assert.Equal("/right", (await rig.Media.RequestReuploadAsync(request)).DirectPath);
        Assert.Equal(6, rig.Session.Sent.Count(node => node.Tag == "ack"));
    }

    [Fact]
    public async Task A_chat_may_be_named_by_its_other_address()
    {
        using var rig = new MediaRig();
        await rig.LogInAsync();
        var request = await RequestAsync(rig);
        var lid = Jid.Parse("100000000000001@lid");
        await rig.LearnAsync(Chat, lid);
        rig.Session.OnSent = node => node["type"] == "server-error" ? AnswerAsync(rig, Sealed(request with { Chat = lid }, "/new")) : ValueTask.CompletedTask;

        Assert.Equal("/new", (await rig.Media.RequestReuploadAsync(request)).DirectPath);
    }

    [Fact]
    public async Task A_path_that_leads_elsewhere_is_refused()
    {
        using var rig = new MediaRig();
        await rig.LogInAsync();
        var request = await RequestAsync(rig);
        rig.Session.OnSent = node => node["type"] == "server-error" ? AnswerAsync(rig, Sealed(request, "//evil.example/x")) : ValueTask.CompletedTask;

        var error = await Assert.ThrowsAsync<MediaReuploadException>(() => rig.Media.RequestReuploadAsync(request));

        Assert.Equal(MediaReuploadResult.Failed, error.Result);
    }

    [Fact]
    public async Task A_phone_that_does_not_answer_is_not_waited_for_without_end()
    {
        using var rig = new MediaRig(options => options with { ReuploadTimeout = TimeSpan.FromSeconds(30) });
        await rig.LogInAsync();

        var request = await RequestAsync(rig);
        var error = await Assert.ThrowsAsync<MediaReuploadException>(() => rig.Media.RequestReuploadAsync(request));

        Assert.Equal(MediaReuploadResult.NoAnswer, error.Result);
        Assert.True(error.IsTransient);
        await AnswerAsync(rig, Sealed(request, "/late"));
    }

    [Fact]
    public async Task A_file_without_a_key_cannot_be_asked_for()
    {
        using var rig = new MediaRig();
        var request = await RequestAsync(rig);

        await Assert.ThrowsAsync<ArgumentException>(() => rig.Media.RequestReuploadAsync(request with { File = request.File with { MediaKey = default } }));
        await Assert.ThrowsAsync<WhatsAppNotConnectedException>(() => rig.Media.RequestReuploadAsync(request));
    }

    private static async Task<MediaReuploadRequest> RequestAsync(MediaRig rig) =>
        new() { Chat = Chat, MessageId = "3EB0AABBCCDDEEFF0011", File = await rig.UploadAsync(MediaRig.Pattern(10)) };

    private static ValueTask AnswerAsync(MediaRig rig, BinaryNode notification) => rig.Notifications.HandleAsync(notification, default);

    private static BinaryNode Sealed(
        MediaReuploadRequest request,
        string path,
        MediaRetryNotification.Types.ResultType result = MediaRetryNotification.Types.ResultType.Success) =>
        Notification(request, ReuploadCipher.Seal(
            request.File.MediaKey.Span,
            request.MessageId,
            new MediaRetryNotification { StanzaId = request.MessageId, DirectPath = path, Result = result }.ToByteArray()));

    private static BinaryNode Notification(MediaReuploadRequest request, params BinaryNode[] content) =>
        new(
            "notification",
            [("type", "mediaretry"), ("id", request.MessageId), ("from", MediaRig.Own.ToUser()), ("t", "1760000000")],
            [new BinaryNode("rmr", [("jid", request.Chat), ("from_me", "false")]), .. content]);
}

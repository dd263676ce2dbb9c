using System.Net;
using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Messages;

/// <summary>What others send and do, as the gateway keeps and tells it.</summary>
public class ReceivingTests(GatewayFixture gateway)
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_900_000_000);

    private static readonly Dictionary<string, (MessageContent Content, string? Text, string Told)> Cases = new()
    {
        ["location"] = (new LocationContent(1.5, 2.5) { Name = "Here" }, "Here", """{"place":{"latitude":1.5,"longitude":2.5,"name":"Here","address":null,"url":null,"accuracyMeters":null}"""),
        ["live-location"] = (new LiveLocationContent(1.5, 2.5) { AccuracyMeters = 3 }, null, """{"place":{"latitude":1.5,"longitude":2.5,"name":null,"address":null,"url":null,"accuracyMeters":3}"""),
        ["contact"] = (new ContactsContent([new ContactCard("Ann", "BEGIN:VCARD")]), null, """{"contacts":[{"name":"Ann","vCard":"BEGIN:VCARD"}]"""),
        ["contacts"] = (new ContactsContent([new ContactCard("A", "x"), new ContactCard("B", "y")]), null, """{"contacts":[{"name":"A","vCard":"x"},{"name":"B","vCard":"y"}]"""),
        ["poll"] = (new PollContent("Which?", ["a", "b"]) { MaxSelections = 1 }, "Which?", """{"poll":{"question":"Which?","options":["a","b"],"maxSelections":1}"""),
        ["event"] = (new EventContent("Party", Start), "Party", """{"event":{"name":"Party","startsAt":"2030-03-17T17:46:40\u002B00:00","endsAt":null,"description":null,"location":null,"joinLink":null,"isCall":false,"isCanceled":false,"allowsExtraGuests":false}"""),
        ["group-invite"] = (new GroupInviteContent(Jid.Parse("123@g.us"), "c0de", "Club"), null, """{"invite":{"id":"123@g.us","name":"Club","code":"c0de","expiresAt":null}"""),
        ["album"] = (new AlbumContent(2, 1), null, """{"album":{"images":2,"videos":1}"""),
        ["choice"] = (new InteractiveReplyContent(InteractiveReplyKind.Button, "b1", "Yes"), "Yes", """{"choices":[{"id":"b1","label":"Yes"}]"""),
        ["phone-number-request"] = (new PhoneNumberRequestContent(), null, """{"mentions":[]"""),
    };

    public static TheoryData<string> Kinds => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_kind_is_kept_with_all_it_says(string kind)
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var device = await conversation.DeviceAsync();
        var (content, text, told) = Cases[kind];
        var sent = await device.Client.Messages.SendAsync(Jid.FromPhoneNumber(conversation.Number), content);
        var shown = (await conversation.MessageAsync(sent.Id)).Json;

        Assert.Equal(kind, shown.GetProperty("message").GetProperty("kind").GetString());
        Assert.Equal(text, shown.GetProperty("message").GetProperty("text").GetString());
        Assert.StartsWith(told.Replace("\\u002B", "+", StringComparison.Ordinal), shown.GetProperty("content").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_received_file_is_downloaded_as_it_was_sent_and_no_key_of_it_is_told()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var device = await conversation.DeviceAsync();
        var file = System.Security.Cryptography.RandomNumberGenerator.GetBytes(150_000);
        var media = await device.Client.Media.UploadAsync(new MemoryStream(file), MediaKind.Document, "text/html; charset=evil");
        var sent = await device.Client.Messages.SendAsync(
            Jid.FromPhoneNumber(conversation.Number), new DocumentContent(media) { FileName = "../../\u202Eevil\r\n.pdf", Caption = "read" });
        var shown = (await conversation.MessageAsync(sent.Id)).Json;
        var body = shown.GetProperty("content").GetProperty("media");
        Assert.Equal(("evil.pdf", 150_000L), (body.GetProperty("fileName").GetString(), body.GetProperty("size").GetInt64()));
        Assert.DoesNotContain(Convert.ToBase64String(media.MediaKey.Span)[..20], shown.GetRawText(), StringComparison.Ordinal);

        for (var i = 0; i < 2; i++)
        {
            var (response, content) = await conversation.Program.DownloadAsync($"/api/media/{body.GetProperty("id").GetString()}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(file, content);
            Assert.Equal("evil.pdf", response.Content.Headers.ContentDisposition!.FileNameStar);
        }

        Assert.Equal(file[70_000..70_010], (await conversation.Program.DownloadAsync($"/api/media/{body.GetProperty("id").GetString()}", "bytes=70000-70009")).Content);

        // Passed on, quoted, and sent once more under another roof, by its id alone.
        var (_, again) = await conversation.SendAsync("document", new { to = conversation.Friend.Number, media = new { id = body.GetProperty("id").GetString() } });
        using var copy = new MemoryStream();
        await conversation.Friend.Media.DownloadAsync(Assert.IsType<DocumentContent>(again.Content).File, copy);
        Assert.Equal(file, copy.ToArray());
    }

    [Fact]
    public async Task A_file_that_the_hosts_lost_is_uploaded_again_by_the_phone_or_expired()
    {
        await using var host = await GatewayHost.StartAsync();
        await using var conversation = await Conversation.StartAsync(host);
        var device = await conversation.DeviceAsync();
        var file = "some file"u8.ToArray();
        var own = (await host.Sandbox.FindPhoneAsync(conversation.Number))!;
        var media = await device.Client.Media.UploadAsync(new MemoryStream(file), MediaKind.Image, "image/png");
        var sent = await device.Client.Messages.SendAsync(Jid.FromPhoneNumber(conversation.Number), new ImageContent(media));
        var id = (await conversation.MessageAsync(sent.Id)).Json.GetProperty("message").GetProperty("mediaId").GetString();
        Assert.True(host.Sandbox.Media.Remove(media.DirectPath));

        (await conversation.Program.GetAsync($"/api/media/{id}")).IsProblem(HttpStatusCode.Gone, "media-expired");
        own.KeepMedia(sent.Id, media);
        Assert.Equal(file, (await conversation.Program.DownloadAsync($"/api/media/{id}")).Content);
    }

    [Fact]
    public async Task A_file_that_was_tampered_with_is_never_handed_out()
    {
        await using var host = await GatewayHost.StartAsync();
        await using var conversation = await Conversation.StartAsync(host);
        var device = await conversation.DeviceAsync();
        var media = await device.Client.Media.UploadAsync(new MemoryStream(new byte[200_000]), MediaKind.Video, "video/mp4");
        var sent = await device.Client.Messages.SendAsync(Jid.FromPhoneNumber(conversation.Number), new VideoContent(media));
        var id = (await conversation.MessageAsync(sent.Id)).Json.GetProperty("message").GetProperty("mediaId").GetString();
        host.Sandbox.Media.Add(new Sandbox.Media.MediaFault(Sandbox.Media.MediaOperation.Download) { CorruptAt = -20, Times = 100 });

        (await conversation.Program.GetAsync($"/api/media/{id}")).IsProblem(HttpStatusCode.BadGateway, "media-corrupt");
        host.Sandbox.Media.ClearFaults();
        Assert.Equal(new byte[200_000], (await conversation.Program.DownloadAsync($"/api/media/{id}")).Content);
    }

    [Fact]
    public async Task Reactions_votes_and_answers_of_others_are_shown_by_person_the_last_one_counts()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var device = await conversation.DeviceAsync();
        var (poll, told) = await conversation.SendAsync("poll", new { to = conversation.Friend.Number, question = "Which?", options = new[] { "a", "b" } });
        await device.ReceivesPollAsync(poll.Id);
        await device.Client.Messages.ReactAsync(told.Reference, "\U0001F44D");
        await device.Client.Messages.ReactAsync(told.Reference, "\U0001F44E");
        await device.Client.Messages.VoteAsync(told.Reference, ["a"]);
        await device.Client.Messages.VoteAsync(told.Reference, ["b"]);

        var shown = (await conversation.MessageAsync(poll.Id, answer => answer.Text.Contains("\"votes\":[{", StringComparison.Ordinal) && Options(answer) == "b")).Json;
        var reaction = Assert.Single(shown.GetProperty("reactions").EnumerateArray());
        Assert.Equal((conversation.Friend.Number, "\U0001F44E"), (reaction.GetProperty("from").GetString(), reaction.GetProperty("emoji").GetString()));
        Assert.Single(shown.GetProperty("votes").EnumerateArray());

        await device.Client.Messages.ReactAsync(told.Reference, null);
        await conversation.MessageAsync(poll.Id, answer => answer.Json.GetProperty("reactions").GetArrayLength() == 0);

        static string? Options(Answer answer) => answer.Json.GetProperty("votes")[0].GetProperty("options")[0].GetString();
    }

    [Fact]
    public async Task Edits_and_deletions_by_the_writer_change_the_row_and_nothing_of_the_old_stays()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var device = await conversation.DeviceAsync();
        var own = Jid.FromPhoneNumber(conversation.Number);
        var sent = await device.Client.Messages.SendTextAsync(own, "befor");
        await conversation.MessageAsync(sent.Id);
        await device.Client.Messages.EditAsync(sent.Reference, new TextContent("after"));
        var edited = await conversation.MessageAsync(sent.Id, answer => Message(answer).GetProperty("text").GetString() == "after");
        Assert.NotEqual(JsonValueKind.Null, Message(edited).GetProperty("editedAt").ValueKind);

        await device.Client.Messages.RevokeAsync(sent.Reference);
        var deleted = await conversation.MessageAsync(sent.Id, answer => Message(answer).GetProperty("deletedAt").ValueKind != JsonValueKind.Null);
        Assert.Equal(JsonValueKind.Null, Message(deleted).GetProperty("text").ValueKind);
        Assert.Equal(JsonValueKind.Null, deleted.Json.GetProperty("content").ValueKind);

        var media = await device.Client.Media.UploadAsync(new MemoryStream(new byte[100]), MediaKind.Image, "image/png");
        var picture = await device.Client.Messages.SendAsync(own, new ImageContent(media));
        var id = Message(await conversation.MessageAsync(picture.Id)).GetProperty("mediaId").GetString();
        await device.Client.Messages.RevokeAsync(picture.Reference);
        await conversation.MessageAsync(picture.Id, answer => Message(answer).GetProperty("mediaId").ValueKind == JsonValueKind.Null);
        (await conversation.Program.GetAsync($"/api/media/{id}")).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Nobody_changes_what_others_wrote_by_naming_it_as_their_own()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var other = await gateway.Host.Sandbox.AddPhoneAsync($"1999{conversation.Number[4..]}");
        await using var device = await TestDevice.PairAsync(gateway.Host.Sandbox, other);
        var group = await conversation.Friend.Groups.CreateAsync("Club", [Jid.FromPhoneNumber(conversation.Number), other.Jid]);
        var honest = await conversation.Friend.SendTextAsync(group.Jid.ToString(), "honest");
        await conversation.MessageAsync(honest.Id);
        await device.ReceivesAsync("honest");

        // The client lets itself be told that it wrote the message: only the row knows better.
        var forged = new MessageReference(group.Jid, honest.Id, device.Client.Status.LidJid!.Value, FromMe: true);
        await device.Client.Messages.EditAsync(forged, new TextContent("forged"));
        await device.Client.Messages.RevokeAsync(forged);
        var personal = await device.Client.Messages.SendTextAsync(Jid.FromPhoneNumber(conversation.Number), "elsewhere");
        await device.Client.Messages.EditAsync(new MessageReference(personal.To, honest.Id, personal.Sender, FromMe: true), new TextContent("forged"));
        await device.Client.Messages.ReactAsync(new MessageReference(personal.To, honest.Id, personal.To, FromMe: false), "x");
        var last = await device.Client.Messages.SendTextAsync(group.Jid, "last");
        await conversation.MessageAsync(last.Id);

        var shown = await conversation.MessageAsync(honest.Id);
        Assert.Equal("honest", Message(shown).GetProperty("text").GetString());
        Assert.Equal(JsonValueKind.Null, Message(shown).GetProperty("deletedAt").ValueKind);
        Assert.Equal(0, shown.Json.GetProperty("reactions").GetArrayLength());
    }

    [Fact]
    public async Task A_reply_names_what_it_answers_and_who_is_mentioned()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var device = await conversation.DeviceAsync();
        var (first, told) = await conversation.SendAsync("text", new { to = conversation.Friend.Number, text = "question" });
        var sent = await device.Client.Messages.SendAsync(
            Jid.FromPhoneNumber(conversation.Number),
            new TextContent("answer"),
            new MessageOptions { ReplyTo = new QuotedMessage(told.Reference, told.Content), Mentions = [Jid.FromPhoneNumber("15550001")], ForwardingScore = 2, DisappearsAfter = TimeSpan.FromDays(7) });
        var shown = (await conversation.MessageAsync(sent.Id)).Json;

        Assert.Equal(first.Id, shown.GetProperty("message").GetProperty("replyTo").GetString());
        var content = shown.GetProperty("content");
        Assert.Equal("15550001@s.whatsapp.net", content.GetProperty("mentions")[0].GetString());
        Assert.Equal((2, 604_800), (content.GetProperty("forwardingScore").GetInt32(), content.GetProperty("disappearsAfterSeconds").GetInt32()));
    }

    private static JsonElement Message(Answer answer) => answer.Json.GetProperty("message");
}

internal static class TestDeviceExtensions
{
    public static Task ReceivesPollAsync(this TestDevice device, string id) =>
        Wait.UntilAsync(() => device.Received.Any(message => message.Id == id), "the poll");
}

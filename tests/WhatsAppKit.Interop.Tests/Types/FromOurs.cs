using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.Interop.Tests;

/// <summary>A kind of message our client sends, and what Baileys must find in it.</summary>
internal sealed record FromOurs(string Name, Func<TypeRun, Task<SentMessage>> Send, Func<TypeRun, JsonElement, Task> Check)
{
    /// <summary>True for what is about a chat between two people only.</summary>
    public bool IsDirectOnly { get; init; }

    private static readonly byte[] Waveform = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];

    public static IEnumerable<FromOurs> All =>
    [
        Content("text", new TextContent("hello"), m => Equal("hello", m, "extendedTextMessage", "text")),
        Content(
            "text with link preview",
            new TextContent($"see {TypeRun.Preview}") { Preview = new LinkPreview(TypeRun.Preview) { Title = "Example", Description = "A page" } },
            m => Equal("Example|A page|" + TypeRun.Preview, m, "extendedTextMessage", "title|description|matchedText")),
        new(
            "mention",
            run => run.Messages.SendAsync(run.Chat, new TextContent("hi"), new MessageOptions { Mentions = [Jid.FromPhoneNumber("15550002")] }),
            (_, m) => Checked(() => Assert.Equal("15550002@s.whatsapp.net", At(m, "extendedTextMessage", "contextInfo", "mentionedJid")[0].GetString()))),
        new(
            "mention everyone",
            run => run.Messages.SendAsync(run.Chat, new TextContent("hi"), new MessageOptions { MentionsEveryone = true }),
            (_, m) => Checked(() => Assert.Equal(1, At(m, "extendedTextMessage", "contextInfo", "nonJidMentions").GetInt32()))),
        new(
            "reply",
            run => run.Messages.SendAsync(
                run.Chat, new TextContent("an answer"), new MessageOptions { ReplyTo = new QuotedMessage(run.Theirs.Reference, run.Theirs.Content) }),
            (run, m) => Checked(() =>
            {
                var context = At(m, "extendedTextMessage", "contextInfo");
                Assert.Equal(run.Theirs.Id, BaileysClient.Text(context, "stanzaId"));
                Assert.Contains(BaileysClient.Text(context, "participant"), run.Addresses().Baileys);
                Equal("a text of Baileys", context, "quotedMessage", "extendedTextMessage", "text");
            })),
        new(
            "forward",
            run => run.Messages.ForwardAsync(run.Chat, run.Theirs),
            (_, m) => Checked(() => Assert.True(At(m, "extendedTextMessage", "contextInfo", "isForwarded").GetBoolean()))),
        new(
            "text that disappears",
            run => run.Messages.SendAsync(run.Chat, new TextContent("gone"), new MessageOptions { DisappearsAfter = TimeSpan.FromDays(7) }),
            (_, m) => Checked(() => Assert.Equal(604800, At(m, "extendedTextMessage", "contextInfo", "expiration").GetInt32()))),
        Media("image", MediaKind.Image, "image/jpeg", f => new ImageContent(f) { Caption = "c", Width = 4, Height = 3 }, "imageMessage", "image", "c"),
        Media("video", MediaKind.Video, "video/mp4", f => new VideoContent(f) { Caption = "c", Duration = TimeSpan.FromSeconds(7) }, "videoMessage", "video", "c"),
        Media("GIF", MediaKind.Video, "video/mp4", f => new VideoContent(f) { IsGif = true, Caption = "c" }, "videoMessage", "video", "c"),
        Media("video note", MediaKind.Video, "video/mp4", f => new VideoContent(f) { IsNote = true }, "ptvMessage", "video", null),
        Media("audio", MediaKind.Audio, "audio/mp4", f => new AudioContent(f) { Duration = TimeSpan.FromSeconds(7) }, "audioMessage", "audio", null),
        Media("voice message", MediaKind.Audio, "audio/ogg; codecs=opus", f => new AudioContent(f) { IsVoice = true, Waveform = Waveform }, "audioMessage", "audio", null),
        Media("document", MediaKind.Document, "application/pdf", f => new DocumentContent(f) { FileName = "a.pdf" }, "documentMessage", "document", null),
        Media(
            "document with caption", MediaKind.Document, "application/pdf", f => new DocumentContent(f) { FileName = "a.pdf", Caption = "c" },
            "documentWithCaptionMessage.message.documentMessage", "document", "c"),
        Media("sticker", MediaKind.Sticker, "image/webp", f => new StickerContent(f) { Width = 512, Height = 512 }, "stickerMessage", "sticker", null),
        Media(
            "view once image", MediaKind.Image, "image/jpeg", f => new ImageContent(f) { IsViewOnce = true },
            "viewOnceMessageV2.message.imageMessage", "image", null),
        Media(
            "view once voice message", MediaKind.Audio, "audio/ogg; codecs=opus", f => new AudioContent(f) { IsVoice = true, IsViewOnce = true },
            "viewOnceMessageV2Extension.message.audioMessage", "audio", null),
        new(
            "album",
            async run =>
            {
                var file = await run.UploadAsync(MediaKind.Image, "image/jpeg");
                var sent = await run.Messages.SendAlbumAsync(run.Chat, [new ImageContent(file), new ImageContent(file) { Caption = "2" }]);
                var announced = (await run.SeenByBaileysAsync(sent[0].Id)).GetProperty("content");
                Assert.Equal(2, At(announced, "albumMessage", "expectedImageCount").GetInt32());
                return sent[2];
            },
            (_, m) => Checked(() =>
            {
                Equal("2", m, "imageMessage", "caption");
                Equal("MEDIA_ALBUM", m, "messageContextInfo", "messageAssociation", "associationType");
            })),
        Content(
            "location", new LocationContent(48.8584, 2.2945) { Name = "Tower" }, m =>
            {
                Equal("Tower", m, "locationMessage", "name");
                Assert.Equal(48.8584, At(m, "locationMessage", "degreesLatitude").GetDouble());
            }),
        Content(
            "live location",
            new LiveLocationContent(1.5, 2.5) { Caption = "on my way", SequenceNumber = 3 },
            m => Equal("on my way|3", m, "liveLocationMessage", "caption|sequenceNumber")),
        Content("contact", new ContactsContent([ContactCard.Of("Ann", "15550009")]), m => Equal("Ann", m, "contactMessage", "displayName")),
        Content(
            "contacts",
            new ContactsContent([ContactCard.Of("Ann", "15550009"), ContactCard.Of("Bob", "15550008")]),
            m => Assert.Equal(2, At(m, "contactsArrayMessage", "contacts").GetArrayLength())),
        Content("poll", new PollContent("Lunch?", ["Pizza", "Sushi"]), m => Equal("Lunch?", m, "pollCreationMessage", "name")),
        Content("poll, single choice", new PollContent("Lunch?", ["Pizza", "Sushi"]) { MaxSelections = 1 }, m => Equal("Lunch?", m, "pollCreationMessageV3", "name")),
        Content("event", new EventContent("Standup", TypeRun.Tomorrow), m => Equal("Standup|1900000000", m, "eventMessage", "name|startTime")),
        new(
            "poll vote",
            async run =>
            {
                var poll = await run.SendContentAsync(new JsonObject { ["poll"] = new JsonObject { ["name"] = "Which?", ["values"] = new JsonArray("A", "B") } });
                var received = (Core.Session.Events.MessageReceived)await run.SeenByUsAsync(BaileysClient.Text(poll, "id")!);
                return await OpenedByBaileysAsync(run, "vote", poll, await run.Messages.VoteAsync(received.Reference, ["B"]), "pollUpdateMessage", "vote");
            },
            (_, _) => Task.CompletedTask),
        new(
            "event answer",
            async run =>
            {
                var meeting = await run.SendContentAsync(new JsonObject
                {
                    ["event"] = new JsonObject { ["name"] = "Party", ["startDate"] = new JsonObject { ["$date"] = "2030-01-01T00:00:00Z" } },
                });
                var received = (Core.Session.Events.MessageReceived)await run.SeenByUsAsync(BaileysClient.Text(meeting, "id")!);
                return await OpenedByBaileysAsync(
                    run, "answer", meeting, await run.Messages.AnswerEventAsync(received.Reference, EventAnswer.Maybe), "encEventResponseMessage");
            },
            (_, _) => Task.CompletedTask),
        new("reaction", run => run.Messages.ReactAsync(run.Theirs.Reference, "👍"), (run, m) => Checked(() => Targets(run.Theirs.Id, m, "reactionMessage", "text", "👍"))),
        new("reaction removed", run => run.Messages.ReactAsync(run.Theirs.Reference, null), (run, m) => Checked(() => Targets(run.Theirs.Id, m, "reactionMessage", "text", ""))),
        new(
            "edit",
            run => run.Messages.EditAsync(run.Mine.Reference, new TextContent("changed")),
            (run, m) => Checked(() =>
            {
                var edit = At(m, "editedMessage", "message", "protocolMessage");
                Equal(run.Mine.Id, edit, "key", "id");
                Equal("MESSAGE_EDIT", edit, "type");
                Equal("changed", edit, "editedMessage", "extendedTextMessage", "text");
            })),
        new("pin", run => run.Messages.PinAsync(run.Theirs.Reference, TimeSpan.FromDays(7)), (run, m) => Checked(() =>
        {
            Targets(run.Theirs.Id, m, "pinInChatMessage", "type", "PIN_FOR_ALL");
            Assert.Equal(604800, At(m, "messageContextInfo", "messageAddOnDurationInSecs").GetInt32());
        })),
        new("unpin", run => run.Messages.UnpinAsync(run.Theirs.Reference), (run, m) => Checked(() => Targets(run.Theirs.Id, m, "pinInChatMessage", "type", "UNPIN_FOR_ALL"))),
        new("keep", run => run.Messages.KeepAsync(run.Theirs.Reference, keep: true), (run, m) => Checked(() => Targets(run.Theirs.Id, m, "keepInChatMessage", "keepType", "KEEP_FOR_ALL"))),
        new("delete for everyone", run => run.Messages.RevokeAsync(run.Mine.Reference), (run, m) => Checked(() => Targets(run.Mine.Id, m, "protocolMessage", "type", "REVOKE"))),
        Content(
            "group invite",
            new GroupInviteContent(Jid.Parse("120363025246125888@g.us"), "AbCdEf", "My group") { ExpiresAt = TypeRun.Tomorrow },
            m => Equal("120363025246125888@g.us|AbCdEf", m, "groupInviteMessage", "groupJid|inviteCode")),
        Content(
            "channel admin invite",
            new ChannelAdminInviteContent(Jid.Parse("120363012345678901@newsletter"), "News"),
            m => Equal("News", m, "newsletterAdminInviteMessage", "newsletterName")),
        Content("button reply", new InteractiveReplyContent(InteractiveReplyKind.Button, "yes", "Yes"), m => Equal("yes", m, "buttonsResponseMessage", "selectedButtonId")),
        Content("list reply", new InteractiveReplyContent(InteractiveReplyKind.List, "r1", "Row"), m => Equal("r1", m, "listResponseMessage", "singleSelectReply", "selectedRowId")),
        Content("template reply", new InteractiveReplyContent(InteractiveReplyKind.Template, "ok", "OK"), m => Equal("ok", m, "templateButtonReplyMessage", "selectedId")),
        Content(
            "native flow reply",
            new InteractiveReplyContent(InteractiveReplyKind.NativeFlow, "{}", "Yes") { FlowName = "quick_reply" },
            m => Equal("quick_reply", m, "interactiveResponseMessage", "nativeFlowResponseMessage", "name")),
        Content("phone number request", new PhoneNumberRequestContent(), m => Assert.True(m.TryGetProperty("requestPhoneNumberMessage", out _))) with { IsDirectOnly = true },
        new("phone number shared", run => run.Messages.SharePhoneNumberAsync(run.Chat), (_, m) => Checked(() => Equal("SHARE_PHONE_NUMBER", m, "protocolMessage", "type")))
        {
            IsDirectOnly = true,
        },
        new("disappearing timer", run => run.Messages.SetDisappearingTimerAsync(run.Chat, TimeSpan.FromDays(1)), (_, m) => Checked(() =>
        {
            Equal("EPHEMERAL_SETTING", m, "protocolMessage", "type");
            Assert.Equal(86400, At(m, "protocolMessage", "ephemeralExpiration").GetInt32());
        }))
        {
            IsDirectOnly = true,
        },
    ];

    private static FromOurs Content(string name, MessageContent content, Action<JsonElement> check) =>
        new(name, run => run.Messages.SendAsync(run.Chat, content), (_, message) => Checked(() => check(message)));

    private static FromOurs Media(
        string name, MediaKind kind, string type, Func<MediaFile, MediaContent> content, string path, string baileysKind, string? caption) =>
        new(
            name,
            async run => await run.Messages.SendAsync(run.Chat, content(await run.UploadAsync(kind, type))),
            async (run, message) =>
            {
                var media = At(message, path.Split('.'));
                Equal(type, media, "mimetype");
                if (caption is not null)
                {
                    Equal(caption, media, "caption");
                }

                await run.DownloadedByBaileysAsync(media, baileysKind);
            });

    /// <summary>Has Baileys open what our client added to a message of Baileys under its secret.</summary>
    private static async Task<SentMessage> OpenedByBaileysAsync(TypeRun run, string kind, JsonElement target, SentMessage sent, params string[] path)
    {
        var (ours, baileys) = run.Addresses();
        var seen = At((await run.SeenByBaileysAsync(sent.Id)).GetProperty("content"), path);
        var opened = await run.Baileys.CallAsync("openSecret", new JsonObject
        {
            ["kind"] = kind,
            ["id"] = BaileysClient.Text(target, "id"),
            ["secret"] = At(target, "content", "messageContextInfo", "messageSecret").GetString(),
            ["payload"] = BaileysClient.Text(seen, "encPayload"),
            ["iv"] = BaileysClient.Text(seen, "encIv"),
            ["authors"] = new JsonArray([.. baileys.Select(each => (JsonNode)each)]),
            ["actors"] = new JsonArray([.. ours.Select(each => (JsonNode)each)]),
        });
        if (kind == "vote")
        {
            Assert.Equal(PollVotesOf("B"), Convert.ToHexString(At(opened, "selectedOptions")[0].GetBytesFromBase64()));
        }
        else
        {
            Equal("MAYBE", opened, "response");
        }

        return sent;
    }

    private static string PollVotesOf(string option) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(option)));

    private static void Targets(string id, JsonElement message, string kind, string property, string value)
    {
        Equal(id, message, kind, "key", "id");
        Equal(value, message, kind, property);
    }

    private static JsonElement At(JsonElement message, params string[] path)
    {
        foreach (var name in path)
        {
            message = message.TryGetProperty(name, out var next) ? next : throw new Xunit.Sdk.XunitException($"There is no {name} in {message}");
        }

        return message;
    }

    /// <summary>Compares text; several properties at the end of the path and their values are joined by bars.</summary>
    private static void Equal(string expected, JsonElement message, params string[] path)
    {
        var at = At(message, path[..^1]);
        Assert.Equal(expected, string.Join('|', path[^1].Split('|').Select(name => At(at, name).ToString())));
    }

    private static Task Checked(Action check)
    {
        check();
        return Task.CompletedTask;
    }
}

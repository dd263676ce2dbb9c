using System.Text.Json.Nodes;
using Google.Protobuf;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Interop.Tests;

/// <summary>A kind of message Baileys sends, and what our client must raise.</summary>
internal sealed record FromBaileys(string Name, Func<TypeRun, Task<string>> Send, Func<TypeRun, ChatEvent, Task> Check)
{
    /// <summary>True where Baileys has no terms for it, so that it carries a protobuf message made by hand.</summary>
    public bool IsRaw { get; init; }

    /// <summary>True for what is about a chat between two people only.</summary>
    public bool IsDirectOnly { get; init; }

    public static IEnumerable<FromBaileys> All =>
    [
        Content("text", _ => new JsonObject { ["text"] = "hello" }, new TextContent("hello")),
        Says(
            "text with link preview",
            _ => new JsonObject
            {
                ["text"] = $"see {TypeRun.Preview}",
                ["linkPreview"] = new JsonObject { ["matched-text"] = TypeRun.Preview, ["title"] = "Example", ["description"] = "A page" },
            },
            (_, m) => Assert.Equal(
                new LinkPreview(TypeRun.Preview) { Title = "Example", Description = "A page" }, Assert.IsType<TextContent>(m.Content).Preview)),
        Says(
            "mention",
            run => new JsonObject { ["text"] = "hi", ["mentions"] = new JsonArray(run.Ours.Client.Status.PhoneJid!.Value.ToUser().ToString()) },
            (run, m) => Assert.Equal([run.Ours.Client.Status.PhoneJid!.Value.ToUser()], m.Mentions)),
        Says("mention everyone", _ => new JsonObject { ["text"] = "hi", ["mentionAll"] = true }, (_, m) => Assert.True(m.MentionsEveryone)),
        new(
            "reply",
            async run => Id(await run.SendContentAsync(
                new JsonObject { ["text"] = "an answer" },
                new JsonObject { ["quoted"] = new JsonObject { ["key"] = run.MineKey.DeepClone(), ["message"] = new JsonObject { ["conversation"] = "a text of ours" } } })),
            (run, e) => Received(e, m =>
            {
                Assert.Equal(run.Mine.Id, m.Quoted!.Reference.Id);
                Assert.True(m.Quoted.Reference.FromMe);
                Assert.Equal(new TextContent("a text of ours"), m.Quoted.Content);
            })),
        Says(
            "forward",
            run => new JsonObject
            {
                ["forward"] = new JsonObject { ["key"] = run.MineKey.DeepClone(), ["message"] = new JsonObject { ["conversation"] = "pass it on" } },
            },
            (_, m) => Assert.Equal((true, "pass it on"), (m.IsForwarded, m.Text))),
        new(
            "text that disappears",
            async run => Id(await run.SendContentAsync(new JsonObject { ["text"] = "gone" }, new JsonObject { ["ephemeralExpiration"] = 604800 })),
            (_, e) => Received(e, m => Assert.Equal(TimeSpan.FromDays(7), m.DisappearsAfter))),
        Media("image", run => new JsonObject { ["image"] = run.File(), ["caption"] = "c", ["jpegThumbnail"] = Convert.ToBase64String(run.Bytes.AsSpan(0, 64)), ["width"] = 4, ["height"] = 3 }, m => Assert.Equal("c", Assert.IsType<ImageContent>(m).Caption)),
        Media("video", run => new JsonObject { ["video"] = run.File(), ["caption"] = "c", ["seconds"] = 7, ["jpegThumbnail"] = "AAAA" }, m => Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<VideoContent>(m).Duration)),
        Media("GIF", run => new JsonObject { ["video"] = run.File(), ["gifPlayback"] = true, ["jpegThumbnail"] = "AAAA" }, m => Assert.True(Assert.IsType<VideoContent>(m).IsGif)),
        Media("video note", run => new JsonObject { ["video"] = run.File(), ["ptv"] = true, ["jpegThumbnail"] = "AAAA" }, m => Assert.True(Assert.IsType<VideoContent>(m).IsNote)),
        Media("audio", run => new JsonObject { ["audio"] = run.File(), ["mimetype"] = "audio/mp4", ["seconds"] = 7 }, m => Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<AudioContent>(m).Duration)),
        Media(
            "voice message",
            run => new JsonObject { ["audio"] = run.File(), ["mimetype"] = "audio/ogg; codecs=opus", ["seconds"] = 7, ["ptt"] = true, ["waveform"] = new JsonObject { ["$bytes"] = Convert.ToBase64String(new byte[64]) } },
            m => Assert.Equal((true, 64), (Assert.IsType<AudioContent>(m).IsVoice, ((AudioContent)m).Waveform.Length))),
        Media("document", run => new JsonObject { ["document"] = run.File(), ["mimetype"] = "application/pdf", ["fileName"] = "a.pdf" }, m => Assert.Equal("a.pdf", Assert.IsType<DocumentContent>(m).FileName)),
        Media("document with caption", run => new JsonObject { ["document"] = run.File(), ["mimetype"] = "application/pdf", ["caption"] = "c" }, m => Assert.Equal("c", Assert.IsType<DocumentContent>(m).Caption)),
        Media("sticker", run => new JsonObject { ["sticker"] = run.File() }, m => Assert.IsType<StickerContent>(m)),
        Media("view once image", run => new JsonObject { ["image"] = run.File(), ["viewOnce"] = true, ["jpegThumbnail"] = "AAAA", ["width"] = 4, ["height"] = 3 }, m => Assert.True(Assert.IsType<ImageContent>(m).IsViewOnce)),
        Media("view once voice message", run => new JsonObject { ["audio"] = run.File(), ["mimetype"] = "audio/ogg; codecs=opus", ["seconds"] = 1, ["ptt"] = true, ["viewOnce"] = true, ["waveform"] = new JsonObject { ["$bytes"] = "AAAA" } }, m => Assert.True(Assert.IsType<AudioContent>(m).IsViewOnce)),
        new(
            "album",
            async run =>
            {
                var album = await run.SendContentAsync(new JsonObject { ["album"] = new JsonObject { ["expectedImageCount"] = 1, ["expectedVideoCount"] = 0 } });
                Assert.Equal(new AlbumContent(1, 0), ((MessageReceived)await run.SeenByUsAsync(Id(album))).Content);
                return Id(await run.SendContentAsync(new JsonObject
                {
                    ["image"] = run.File(),
                    ["albumParentKey"] = JsonNode.Parse(album.GetProperty("key").GetRawText()),
                    ["jpegThumbnail"] = "AAAA",
                    ["width"] = 4,
                    ["height"] = 3,
                }));
            },
            (run, e) => Received(e, m => Assert.Equal((false, e.Sender), (m.Album!.FromMe, m.Album.Sender)))),
        Content(
            "location",
            _ => new JsonObject { ["location"] = new JsonObject { ["degreesLatitude"] = 48.8584, ["degreesLongitude"] = 2.2945, ["name"] = "Tower" } },
            new LocationContent(48.8584, 2.2945) { Name = "Tower" }),
        Raw(
            "live location",
            _ => new Message { LiveLocationMessage = new() { DegreesLatitude = 1.5, DegreesLongitude = 2.5, Caption = "on my way", SequenceNumber = 3 } },
            (_, e) => Received(e, m => Assert.Equal(new LiveLocationContent(1.5, 2.5) { Caption = "on my way", SequenceNumber = 3 }, m.Content))),
        Content(
            "contact",
            _ => new JsonObject { ["contacts"] = new JsonObject { ["contacts"] = new JsonArray(Card("Ann")) } },
            new ContactsContent([new ContactCard("Ann", "BEGIN:VCARD\nEND:VCARD")])),
        Content(
            "contacts",
            _ => new JsonObject { ["contacts"] = new JsonObject { ["displayName"] = "2 contacts", ["contacts"] = new JsonArray(Card("Ann"), Card("Bob")) } },
            new ContactsContent([new ContactCard("Ann", "BEGIN:VCARD\nEND:VCARD"), new ContactCard("Bob", "BEGIN:VCARD\nEND:VCARD")]) { DisplayName = "2 contacts" }),
        Content("poll", _ => Poll(0), new PollContent("Lunch?", ["Pizza", "Sushi"])),
        Content("poll, single choice", _ => Poll(1), new PollContent("Lunch?", ["Pizza", "Sushi"]) { MaxSelections = 1 }),
        Says(
            "event",
            _ => new JsonObject { ["event"] = new JsonObject { ["name"] = "Standup", ["startDate"] = new JsonObject { ["$date"] = "2030-01-01T00:00:00Z" } } },
            (_, m) => Assert.Equal(("Standup", 1893456000L), (Assert.IsType<EventContent>(m.Content).Name, ((EventContent)m.Content).Start.ToUnixTimeSeconds()))),
        Raw(
            "poll vote",
            async run =>
            {
                var poll = await run.Messages.SendAsync(run.Chat, new PollContent("Which?", ["A", "B", "C"]));
                var vote = new Message.Types.PollVoteMessage();
                vote.SelectedOptions.Add(ByteString.CopyFrom(Convert.FromHexString(PollVotes.Hash("B"))));
                var (key, payload, iv) = await SealAsync(run, poll, "Poll Vote", vote);
                return new Message { PollUpdateMessage = new() { PollCreationMessageKey = key, Vote = new() { EncPayload = payload, EncIv = iv } } };
            },
            (_, e) => Checked(() =>
            {
                var voted = Assert.IsType<PollVoted>(e);
                Assert.Equal(["B"], voted.Options);
                Assert.True(voted.Target.FromMe);
            })),
        Raw(
            "event answer",
            async run =>
            {
                var meeting = await run.Messages.SendAsync(run.Chat, new EventContent("Party", TypeRun.Tomorrow));
                var answer = new Message.Types.EventResponseMessage { Response = Message.Types.EventResponseMessage.Types.EventResponseType.NotGoing };
                var (key, payload, iv) = await SealAsync(run, meeting, "Event Response", answer);
                return new Message { EncEventResponseMessage = new() { EventCreationMessageKey = key, EncPayload = payload, EncIv = iv } };
            },
            (_, e) => Checked(() => Assert.Equal(EventAnswer.NotGoing, Assert.IsType<EventAnswered>(e).Answer))),
        Acts<ReactionChanged>("reaction", run => new JsonObject { ["react"] = new JsonObject { ["text"] = "👍", ["key"] = run.MineKey.DeepClone() } }, (run, e) => Assert.Equal((run.Mine.Id, true, "👍"), (e.Target.Id, e.Target.FromMe, e.Emoji))),
        Acts<ReactionChanged>("reaction removed", run => new JsonObject { ["react"] = new JsonObject { ["text"] = "", ["key"] = run.MineKey.DeepClone() } }, (run, e) => Assert.Equal((run.Mine.Id, null), (e.Target.Id, e.Emoji))),
        Acts<MessageEdited>("edit", run => new JsonObject { ["text"] = "changed", ["edit"] = run.TheirsKey.DeepClone() }, (run, e) => Assert.Equal((run.Theirs.Id, new TextContent("changed")), (e.Target.Id, e.Content))),
        Acts<MessagePinned>("pin", run => new JsonObject { ["pin"] = run.MineKey.DeepClone(), ["type"] = 1, ["time"] = 604800 }, (run, e) => Assert.Equal((run.Mine.Id, true, TimeSpan.FromDays(7)), (e.Target.Id, e.IsPinned, e.Duration!.Value))),
        Acts<MessagePinned>("unpin", run => new JsonObject { ["pin"] = run.MineKey.DeepClone(), ["type"] = 2 }, (run, e) => Assert.Equal((run.Mine.Id, false), (e.Target.Id, e.IsPinned))),
        Raw(
            "keep",
            run => new Message { KeepInChatMessage = new() { Key = Key(run.MineKey), KeepType = KeepType.KeepForAll } },
            (run, e) => Checked(() => Assert.Equal((run.Mine.Id, true), (Assert.IsType<MessageKept>(e).Target.Id, ((MessageKept)e).IsKept)))),
        Acts<MessageRevoked>("delete for everyone", run => new JsonObject { ["delete"] = run.TheirsKey.DeepClone() }, (run, e) => Assert.Equal((run.Theirs.Id, false), (e.Target.Id, e.ByAdmin))),
        Says(
            "group invite",
            _ => new JsonObject { ["groupInvite"] = new JsonObject { ["inviteCode"] = "AbCdEf", ["inviteExpiration"] = 1900000000, ["text"] = "Join", ["jid"] = "120363025246125888@g.us", ["subject"] = "My group" } },
            (_, m) => Assert.Equal(("AbCdEf", "Join", TypeRun.Tomorrow), (Assert.IsType<GroupInviteContent>(m.Content).Code, ((GroupInviteContent)m.Content).Caption, ((GroupInviteContent)m.Content).ExpiresAt!.Value))),
        Raw(
            "channel admin invite",
            _ => new Message { NewsletterAdminInviteMessage = new() { NewsletterJid = "120363012345678901@newsletter", NewsletterName = "News" } },
            (_, e) => Received(e, m => Assert.Equal("News", Assert.IsType<ChannelAdminInviteContent>(m.Content).ChannelName))),
        Content(
            "button reply",
            _ => new JsonObject { ["buttonReply"] = new JsonObject { ["id"] = "yes", ["displayText"] = "Yes" }, ["type"] = "plain" },
            new InteractiveReplyContent(InteractiveReplyKind.Button, "yes", "Yes")),
        Content(
            "list reply",
            _ => new JsonObject { ["listReply"] = new JsonObject { ["title"] = "Row", ["listType"] = 1, ["singleSelectReply"] = new JsonObject { ["selectedRowId"] = "r1" } } },
            new InteractiveReplyContent(InteractiveReplyKind.List, "r1", "Row")),
        Content(
            "template reply",
            _ => new JsonObject { ["buttonReply"] = new JsonObject { ["id"] = "ok", ["displayText"] = "OK", ["index"] = 2 }, ["type"] = "template" },
            new InteractiveReplyContent(InteractiveReplyKind.Template, "ok", "OK") { Index = 2 }),
        Raw(
            "native flow reply",
            _ => new Message { InteractiveResponseMessage = new() { Body = new() { Text = "Yes" }, NativeFlowResponseMessage = new() { Name = "quick_reply", ParamsJson = "{}" } } },
            (_, e) => Received(e, m => Assert.Equal(new InteractiveReplyContent(InteractiveReplyKind.NativeFlow, "{}", "Yes") { FlowName = "quick_reply" }, m.Content))),
        Content("phone number request", _ => new JsonObject { ["requestPhoneNumber"] = true }, new PhoneNumberRequestContent()) with { IsDirectOnly = true },
        Acts<PhoneNumberShared>("phone number shared", _ => new JsonObject { ["sharePhoneNumber"] = true }, (_, _) => { }) with { IsDirectOnly = true },
        Acts<DisappearingTimerChanged>(
            "disappearing timer", _ => new JsonObject { ["disappearingMessagesInChat"] = 86400 }, (_, e) => Assert.Equal(TimeSpan.FromDays(1), e.Timer)) with
        {
            IsDirectOnly = true,
        },
        Raw(
            "buttons",
            _ =>
            {
                var buttons = new Message.Types.ButtonsMessage { ContentText = "Sure?" };
                buttons.Buttons.Add(new Message.Types.ButtonsMessage.Types.Button { ButtonId = "yes", ButtonText = new() { DisplayText = "Yes" } });
                return new Message { ButtonsMessage = buttons };
            },
            (_, e) => Received(e, m => Assert.Equal(new InteractiveContent("Sure?", [new InteractiveChoice("yes", "Yes")]), m.Content))),
        Raw(
            "product",
            _ => new Message { ProductMessage = new() { Product = new() { Title = "Mug" } } },
            (_, e) => Received(e, m => Assert.Equal(new UnsupportedContent("productMessage"), m.Content))),
    ];

    private static string Id(System.Text.Json.JsonElement sent) => BaileysClient.Text(sent, "id")!;

    private static FromBaileys Says(string name, Func<TypeRun, JsonObject> content, Action<TypeRun, MessageReceived> check) =>
        new(name, async run => Id(await run.SendContentAsync(content(run))), (run, e) => Received(e, m => check(run, m)));

    private static FromBaileys Content(string name, Func<TypeRun, JsonObject> content, MessageContent expected) =>
        Says(name, content, (_, m) => Assert.Equal(expected, m.Content));

    private static FromBaileys Media(string name, Func<TypeRun, JsonObject> content, Action<MediaContent> check) =>
        new(
            name,
            async run => Id(await run.SendContentAsync(content(run))),
            async (run, e) =>
            {
                var media = Assert.IsType<MediaContent>(Assert.IsType<MessageReceived>(e).Content, exactMatch: false);
                check(media);
                await run.DownloadedByUsAsync(media);
            });

    private static FromBaileys Acts<T>(string name, Func<TypeRun, JsonObject> content, Action<TypeRun, T> check)
        where T : ChatEvent =>
        new(name, async run => Id(await run.SendContentAsync(content(run))), (run, e) => Checked(() => check(run, Assert.IsType<T>(e))));

    private static FromBaileys Raw(string name, Func<TypeRun, Message> message, Func<TypeRun, ChatEvent, Task> check) =>
        Raw(name, run => Task.FromResult(message(run)), check);

    private static FromBaileys Raw(string name, Func<TypeRun, Task<Message>> message, Func<TypeRun, ChatEvent, Task> check) =>
        new(name, async run => await run.RelayAsync(JsonNode.Parse(JsonFormatter.Default.Format(await message(run)))!.AsObject()), check) { IsRaw = true };

    private static async Task<(MessageKey Key, ByteString Payload, ByteString Iv)> SealAsync(TypeRun run, SentMessage target, string use, IMessage plaintext)
    {
        var seen = await run.SeenByBaileysAsync(target.Id);
        var sealedPart = await run.Baileys.CallAsync("sealSecret", new JsonObject
        {
            ["use"] = use,
            ["id"] = target.Id,
            ["secret"] = seen.GetProperty("content").GetProperty("messageContextInfo").GetProperty("messageSecret").GetString(),
            ["author"] = target.Sender.ToString(),
            ["actor"] = run.Addresses().Baileys[target.Sender.IsLid ? 1 : 0],
            ["plaintext"] = Convert.ToBase64String(plaintext.ToByteArray()),
        });
        return (
            Key(JsonNode.Parse(seen.GetProperty("key").GetRawText())!),
            ByteString.FromBase64(BaileysClient.Text(sealedPart, "payload")!),
            ByteString.FromBase64(BaileysClient.Text(sealedPart, "iv")!));
    }

    private static MessageKey Key(JsonNode key)
    {
        var result = new MessageKey { RemoteJid = (string)key["remoteJid"]!, FromMe = (bool)key["fromMe"]!, Id = (string)key["id"]! };
        if ((string?)key["participant"] is { Length: > 0 } participant)
        {
            result.Participant = participant;
        }

        return result;
    }

    private static JsonObject Card(string name) => new() { ["displayName"] = name, ["vcard"] = "BEGIN:VCARD\nEND:VCARD" };

    private static JsonObject Poll(int selectable) =>
        new() { ["poll"] = new JsonObject { ["name"] = "Lunch?", ["values"] = new JsonArray("Pizza", "Sushi"), ["selectableCount"] = selectable } };

    private static Task Received(ChatEvent happened, Action<MessageReceived> check) => Checked(() => check(Assert.IsType<MessageReceived>(happened)));

    private static Task Checked(Action check)
    {
        check();
        return Task.CompletedTask;
    }
}

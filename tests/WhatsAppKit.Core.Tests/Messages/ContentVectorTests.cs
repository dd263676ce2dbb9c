using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Fanout;

namespace WhatsAppKit.Core.Tests.Messages;

/// <summary>Content of every kind, against what a reference client encodes.</summary>
public sealed class ContentVectorTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1760000000000);

    private static readonly string[] Written =
    [
        "text", "textLinkPreview", "textStatusBackground", "image", "video", "gif", "ptv", "audio", "ptt", "document",
        "documentWithCaptionWrapper", "sticker", "location", "liveLocation", "contact", "contactsArray", "pollMultiple", "pollSingleV3",
        "event", "viewOnceImageV2", "album", "groupInvite", "buttonsReply", "templateReply", "interactiveResponse", "newsletterAdminInvite",
        "requestPhoneNumber",
    ];

    public static TheoryData<string> WrittenNames => [.. Written];

    [Theory]
    [MemberData(nameof(WrittenNames))]
    public void Reads_content_and_writes_it_as_the_reference_does(string name)
    {
        var recorded = MessageVectors.WithoutSecret(MessageVectors.Message(name));

        var content = ContentReader.Read(MessageWrappers.Unwrap(recorded));

        Assert.NotNull(content);
        Assert.IsNotType<UnsupportedContent>(content);
        Assert.Equal(recorded, ContentWriter.Write(content));
    }

    [Fact]
    public void Understands_what_every_kind_says()
    {
        Assert.Equal(new TextContent("Hello, world!"), Read("text"));
        Assert.Equal(new TextContent("Hello, world!"), Read("conversation"));
        var preview = Assert.IsType<TextContent>(Read("textLinkPreview")).Preview!;
        Assert.Equal(("https://example.com/a", "Example", "An example page", 192, 108), (preview.Url, preview.Title, preview.Description, preview.Width, preview.Height));
        Assert.Equal(MediaKind.LinkThumbnail, preview.Picture!.Kind);
        Assert.Equal(new TextStyle(0xFF1FA855, null, 2), Assert.IsType<TextContent>(Read("textStatusBackground")).Style);
        var image = Assert.IsType<ImageContent>(Read("image"));
        Assert.Equal(("A picture", 640, 480, 15L), (image.Caption, image.Width, image.Height, image.File.Length));
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<VideoContent>(Read("video")).Duration);
        Assert.True(Assert.IsType<VideoContent>(Read("gif")).IsGif);
        Assert.True(Assert.IsType<VideoContent>(Read("ptv")).IsNote);
        var voice = Assert.IsType<AudioContent>(Read("ptt"));
        Assert.Equal((true, 64, "audio/ogg; codecs=opus"), (voice.IsVoice, voice.Waveform.Length, voice.File.MimeType));
        Assert.Equal("report.pdf", Assert.IsType<DocumentContent>(Read("document")).FileName);
        Assert.Equal("Q3", Assert.IsType<DocumentContent>(Read("documentCaptionField")).Caption);
        Assert.Equal("Q3", Assert.IsType<DocumentContent>(Read("documentWithCaptionWrapper")).Caption);
        Assert.Equal(512, Assert.IsType<StickerContent>(Read("sticker")).Width);
        Assert.Equal(new LocationContent(48.8584, 2.2945) { Name = "Tower", Address = "Somewhere 5" }, Read("location"));
        Assert.Equal(90, Assert.IsType<LiveLocationContent>(Read("liveLocation")).HeadingDegrees);
        Assert.Equal(2, Assert.IsType<ContactsContent>(Read("contactsArray")).Contacts.Count);
        Assert.Equal(new PollContent("Lunch?", ["Pizza", "Sushi", "Salad"]), Read("pollMultiple"));
        Assert.Equal(new PollContent("Lunch?", ["Pizza", "Sushi"]) { MaxSelections = 1 }, Read("pollSingleV3"));
        Assert.Equal(new PollContent("Lunch?", ["Pizza", "Sushi"]) { MaxSelections = 1 }, Read("pollAnnouncementV2"));
        Assert.True(Assert.IsType<ImageContent>(Read("viewOnceImageV1")).IsViewOnce);
        Assert.True(Assert.IsType<ImageContent>(Read("viewOnceImageV2")).IsViewOnce);
        Assert.Equal(new AlbumContent(2, 1), Read("album"));
        Assert.Equal("AbCdEf", Assert.IsType<GroupInviteContent>(Read("groupInvite")).Code);
        Assert.Equal(new InteractiveReplyContent(InteractiveReplyKind.List, "r1", "Row 1"), Read("listReply"));
        Assert.Equal(new InteractiveContent("Sure?", [new("yes", "Yes"), new("no", "No")]) { Footer = "footer" }, Read("buttons"));
        Assert.Equal(new InteractiveContent("Pick one", [new("r1", "Row 1")]) { Footer = "footer", Title = "Menu" }, Read("list"));
        Assert.Equal(
            new InteractiveContent("Body", [new("https://example.com", "Open"), new("ok", "OK")]) { Footer = "foot" }, Read("templateHydrated"));
        Assert.Equal(2, Assert.IsType<InteractiveContent>(Read("interactiveNativeFlow")).Choices.Count);
        Assert.Equal(new UnsupportedContent("productMessage"), Read("product"));
    }

    [Fact]
    public void Writes_actions_as_the_reference_does()
    {
        Same("reaction", ActionWriter.React(MessageVectors.Theirs("3EB0AAAA"), "👍", Now));
        Same("reactionRemove", ActionWriter.React(MessageVectors.Theirs("3EB0AAAA"), null, Now));
        Same("revokeOwn", ActionWriter.Revoke(MessageVectors.Ours("3EB0BBBB")));
        Same(
            "revokeByAdmin",
            ActionWriter.Revoke(new MessageReference(MessageVectors.Group, "3EB0CCCC", Jid.FromPhoneNumber("19995550000"), FromMe: false)));
        Same("pin", ActionWriter.Pin(MessageVectors.Theirs("3EB0EEEE"), TimeSpan.FromDays(7), Now));
        Same("unpin", ActionWriter.Pin(MessageVectors.Theirs("3EB0EEEE"), null, Now));
        Same("keepInChat", ActionWriter.Keep(MessageVectors.Theirs("3EB0EEEE"), keep: true, Now));
        Same("sharePhoneNumber", ActionWriter.SharePhoneNumber());

        var edit = MessageVectors.Message("editWrapped");
        edit.EditedMessage.Message.ProtocolMessage.EditedMessage = new Message { ExtendedTextMessage = new() { Text = "Edited text" } };
        Assert.Equal(edit, ActionWriter.Edit(MessageVectors.Ours("3EB0DDDD"), new TextContent("Edited text"), Now));
    }

    [Fact]
    public void Writes_mentions_replies_and_forwards_as_the_reference_does()
    {
        Same("forward", Content(new TextContent("pass it on"), new MessageOptions { ForwardingScore = 1 }));
        Same("textMentionAll", Content(new TextContent("Hi @all"), new MessageOptions { MentionsEveryone = true }));
        var author = Jid.FromPhoneNumber("19995550000");
        var reply = Content(
            new TextContent("a reply"),
            new MessageOptions
            {
                ReplyTo = new QuotedMessage(new MessageReference(MessageVectors.Person, "3EB0FFFF", author, FromMe: false), new TextContent("original")),
                DisappearsAfter = TimeSpan.FromDays(7),
            });
        reply.ExtendedTextMessage.ContextInfo.QuotedMessage = new Message { Conversation = "original" };
        Same("replyWithEphemeral", reply);
    }

    [Theory]
    [InlineData("image", "media", "image", null)]
    [InlineData("gif", "media", "gif", null)]
    [InlineData("video", "media", "video", null)]
    [InlineData("ptt", "media", "ptt", null)]
    [InlineData("audio", "media", "audio", null)]
    [InlineData("documentWithCaptionWrapper", "media", "document", null)]
    [InlineData("viewOnceImageV2", "media", "image", null)]
    [InlineData("sticker", "media", "sticker", null)]
    [InlineData("contact", "media", "vcard", null)]
    [InlineData("contactsArray", "media", "contact_array", null)]
    [InlineData("liveLocation", "media", "livelocation", null)]
    [InlineData("location", "text", null, null)]
    [InlineData("ptv", "text", null, null)]
    [InlineData("text", "text", null, null)]
    [InlineData("textLinkPreview", "media", "url", null)]
    [InlineData("groupInvite", "media", "url", null)]
    [InlineData("reaction", "reaction", null, null)]
    [InlineData("reactionRemove", "reaction", null, "7")]
    [InlineData("pollMultiple", "poll", null, null)]
    [InlineData("pollSingleV3", "poll", null, null)]
    [InlineData("event", "event", null, null)]
    [InlineData("revokeOwn", "text", null, "7")]
    [InlineData("revokeByAdmin", "text", null, "8")]
    [InlineData("editBare", "text", null, "1")]
    [InlineData("editWrapped", "text", null, "1")]
    [InlineData("pin", "text", null, "2")]
    [InlineData("unpin", "text", null, "2")]
    [InlineData("listReply", "media", "list_response", null)]
    [InlineData("interactiveResponse", "media", "native_flow_response", null)]
    public void Tells_the_server_what_kind_of_content_it_is(string name, string type, string? media, string? edit)
    {
        var shape = StanzaShape.Of(MessageVectors.Message(name));

        Assert.Equal((type, media, edit), (shape.Type, shape.MediaType, shape.Edit));
    }

    [Fact]
    public void Unwraps_no_deeper_than_eight_levels_and_keeps_the_outer_secret()
    {
        var message = new Message { Conversation = "inside" };
        for (var i = 0; i < 8; i++)
        {
            message = new Message { EphemeralMessage = new() { Message = message } };
        }

        message.MessageContextInfo = new MessageContextInfo { MessageAddOnDurationInSecs = 5 };

        Assert.Equal("inside", MessageWrappers.Unwrap(message).Conversation);
        Assert.Equal(5u, MessageWrappers.Unwrap(message).MessageContextInfo.MessageAddOnDurationInSecs);
        Assert.False(MessageWrappers.Unwrap(new Message { ViewOnceMessage = new() { Message = message } }).HasConversation);
    }

    private static MessageContent? Read(string name) => ContentReader.Read(MessageWrappers.Unwrap(MessageVectors.Message(name)));

    private static Message Content(MessageContent content, MessageOptions options)
    {
        var message = ContentWriter.Write(content);
        ContextWriter.Write(message, options, MessageVectors.Person);
        return message;
    }

    private static void Same(string name, Message ours) => Assert.Equal(MessageVectors.WithoutSecret(MessageVectors.Message(name)), ours);
}

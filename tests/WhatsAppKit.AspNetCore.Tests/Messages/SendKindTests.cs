using System.Net;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Tests.Messages;

/// <summary>Sends every kind of content over HTTP, and compares what a phone received.</summary>
public class SendKindTests(GatewayFixture gateway)
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_900_000_000);
    private static readonly Jid Channel = new("120363999", JidServer.Newsletter);

    /// <summary>The request, and the content it stands for.</summary>
    private static readonly Dictionary<string, (object Request, MessageContent Content)> Cases = new()
    {
        ["text"] = (
            new { text = "see https://example.com", preview = new { url = "https://example.com", title = "T", description = "D" } },
            new TextContent("see https://example.com") { Preview = new LinkPreview("https://example.com") { Title = "T", Description = "D" } }),
        ["location"] = (
            new { latitude = 52.5, longitude = -13.25, name = "Here", address = "1 Way", url = "https://example.com" },
            new LocationContent(52.5, -13.25) { Name = "Here", Address = "1 Way", Url = "https://example.com" }),
        ["live-location"] = (
            new { latitude = 1.5, longitude = 2.5, accuracyMeters = 5, speedMetersPerSecond = 1.5, headingDegrees = 90, caption = "on my way", sequenceNumber = 7 },
            new LiveLocationContent(1.5, 2.5) { AccuracyMeters = 5, SpeedMetersPerSecond = 1.5f, HeadingDegrees = 90, Caption = "on my way", SequenceNumber = 7 }),
        ["contact"] = (new { contact = new { name = "Ann; B", phone = "+1 555 0001" } }, new ContactsContent([ContactCard.Of("Ann; B", "15550001")])),
        ["contacts"] = (
            new { contacts = new object[] { new { name = "Ann", phone = "15550001" }, new { name = "Bob", vCard = "BEGIN:VCARD\nFN:Bob\nEND:VCARD" } }, displayName = "both" },
            new ContactsContent([ContactCard.Of("Ann", "15550001"), new ContactCard("Bob", "BEGIN:VCARD\nFN:Bob\nEND:VCARD")]) { DisplayName = "both" }),
        ["poll"] = (new { question = "Which?", options = new[] { "a", "b", "c" }, maxSelections = 2 }, new PollContent("Which?", ["a", "b", "c"]) { MaxSelections = 2 }),
        ["event"] = (
            new { name = "Party", startsAt = Start, endsAt = Start.AddHours(2), description = "fun", location = new { latitude = 1.5, longitude = 2.5, name = "Park" }, joinLink = "https://call.whatsapp.com/video/x", isCall = true, allowsExtraGuests = true },
            new EventContent("Party", Start) { End = Start.AddHours(2), Description = "fun", Location = new LocationContent(1.5, 2.5) { Name = "Park" }, JoinLink = "https://call.whatsapp.com/video/x", IsCall = true, AllowsExtraGuests = true }),
        ["group-invite"] = (
            new { groupId = "12036311@g.us", code = "AbC", groupName = "Club", expiresAt = Start, caption = "come" },
            new GroupInviteContent(Jid.Parse("12036311@g.us"), "AbC", "Club") { ExpiresAt = Start, Caption = "come" }),
        ["channel-invite"] = (
            new { channelId = Channel.ToString(), channelName = "News", expiresAt = Start, caption = "help" },
            new ChannelAdminInviteContent(Channel, "News") { ExpiresAt = Start, Caption = "help" }),
        ["phone-number-request"] = (new { }, new PhoneNumberRequestContent()),
        ["album"] = (new { images = 2, videos = 1 }, new AlbumContent(2, 1)),
    };

    public static TheoryData<string> Kinds => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_kind_arrives_as_it_was_asked_for_and_is_listed_with_all_it_says(string kind)
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var (request, content) = Cases[kind];
        var (sent, received) = await conversation.SendAsync(kind, With(request, conversation.Friend.Number));

        Assert.Equal(content, received.Content);
        var shown = await conversation.MessageAsync(sent.Id);
        Assert.Equal(kind, shown.Json.GetProperty("message").GetProperty("kind").GetString());
        Assert.Equal(conversation.Friend.Number, shown.Json.GetProperty("message").GetProperty("chat").GetString());
        Assert.Equal("out", shown.Json.GetProperty("message").GetProperty("direction").GetString());
        Assert.Equal(0, shown.Json.GetProperty("reactions").GetArrayLength());
    }

    [Fact]
    public async Task What_is_stored_is_told_as_typed_json()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var (sent, _) = await conversation.SendAsync("poll", With(Cases["poll"].Request, conversation.Friend.Number));
        var poll = (await conversation.MessageAsync(sent.Id)).Json.GetProperty("content").GetProperty("poll");

        Assert.Equal("""{"question":"Which?","options":["a","b","c"],"maxSelections":2}""", poll.GetRawText());
    }

    [Fact]
    public async Task A_reply_quotes_the_message_and_carries_mentions_a_timer_and_how_often_it_was_passed_on()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var (first, _) = await conversation.SendAsync("poll", With(Cases["poll"].Request, conversation.Friend.Number));
        var (sent, received) = await conversation.SendAsync(
            "text",
            new { to = conversation.Friend.Number, text = "hi @15550001", replyTo = first.Id, mentions = new[] { "+1 555 0001" }, disappearsAfterSeconds = 86400, forwardingScore = 6 });

        Assert.Equal(first.Id, received.Quoted!.Reference.Id);
        Assert.Equal(Cases["poll"].Content, received.Quoted.Content);
        Assert.Equal([Jid.FromPhoneNumber("15550001")], received.Mentions);
        Assert.Equal(TimeSpan.FromDays(1), received.DisappearsAfter);
        Assert.Equal(6, received.ForwardingScore);
        var shown = (await conversation.MessageAsync(sent.Id)).Json;
        Assert.Equal(first.Id, shown.GetProperty("message").GetProperty("replyTo").GetString());
        Assert.Equal("15550001@s.whatsapp.net", shown.GetProperty("content").GetProperty("mentions")[0].GetString());
    }

    [Fact]
    public async Task A_received_message_is_answered_by_its_id()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var question = await conversation.Friend.SendTextAsync(conversation.Number, "how are you?");
        await conversation.MessageAsync(question.Id);
        var (_, received) = await conversation.SendAsync("text", new { to = conversation.Friend.Number, text = "fine", replyTo = question.Id });

        Assert.Equal(question.Id, received.Quoted!.Reference.Id);
        Assert.Equal("how are you?", Assert.IsType<TextContent>(received.Quoted.Content).Text);
    }

    [Fact]
    public async Task A_choice_quotes_the_message_it_answers()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var question = await conversation.Friend.SendTextAsync(conversation.Number, "choose");
        await conversation.MessageAsync(question.Id);
        var (_, received) = await conversation.SendAsync(
            "choice", new { to = conversation.Friend.Number, replyTo = question.Id, type = "list", selectedId = "row-1", text = "First" });

        Assert.Equal(new InteractiveReplyContent(InteractiveReplyKind.List, "row-1", "First"), received.Content);
        Assert.Equal(question.Id, received.Quoted!.Reference.Id);
    }

    [Fact]
    public async Task A_message_is_passed_on_with_all_it_says()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var other = await gateway.Host.Sandbox.AddPhoneAsync($"1777{conversation.Number[4..]}");
        using var told = other.Subscribe();
        var text = await conversation.Friend.SendTextAsync(conversation.Number, "pass it on");
        await conversation.MessageAsync(text.Id);
        var sent = (await conversation.Program.PostAsync("/api/messages/forward", new { to = other.Number, messageId = text.Id })).Is(HttpStatusCode.OK);

        var received = await FirstAsync(told, sent.Id);
        Assert.Equal("pass it on", received.Text);
        Assert.True(received.IsForwarded);
        Assert.Equal(1, received.ForwardingScore);
    }

    [Fact]
    public async Task The_own_phone_number_is_told_to_a_person()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        (await conversation.Program.PostAsync("/api/messages/phone-number", new { to = conversation.Friend.Number })).Is(HttpStatusCode.OK);
        await conversation.ToldAsync<PhoneNumberShared>();
    }

    [Fact]
    public async Task A_group_and_the_status_are_chats_too()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var group = await conversation.Friend.Groups.CreateAsync("Club", [Jid.FromPhoneNumber(conversation.Number)]);
        var (sent, received) = await conversation.SendAsync("text", new { to = group.Jid.ToString(), text = "hello all", mentionsEveryone = true });
        Assert.True(received.MentionsEveryone);
        Assert.Equal(group.Jid, received.Chat);
        Assert.Equal(group.Jid.ToString(), (await conversation.MessageAsync(sent.Id)).Json.GetProperty("message").GetProperty("chat").GetString());

        var status = (await conversation.Program.PostAsync(
            "/api/messages/text", new { to = "status@broadcast", text = "today", backgroundColor = "#112233", textColor = "#FFFFFF", font = 2 })).Is(HttpStatusCode.OK);
        Assert.Equal("status@broadcast", status["to"]);
    }

    [Theory]
    [InlineData("+1 (666) {0}")]
    [InlineData("1666{0}@c.us")]
    [InlineData("1666{0}@s.whatsapp.net")]
    [InlineData(" 1666{0} ")]
    public async Task A_person_is_reached_in_every_form_of_the_address(string form)
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var to = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, conversation.Number[4..]);
        var (sent, received) = await conversation.SendAsync("text", new { to, text = "hello" });
        Assert.Equal("hello", received.Text);
        Assert.Equal(conversation.Friend.Number, sent["to"]);
    }

    [Fact]
    public async Task A_person_is_reached_by_lid_and_the_chat_is_the_same()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        await conversation.SendAsync("text", new { to = conversation.Friend.Number, text = "one" });
        var answer = await conversation.Friend.SendTextAsync(conversation.Number, "two");
        await conversation.MessageAsync(answer.Id);
        await conversation.SendAsync("text", new { to = conversation.Friend.Lid.ToString(), text = "three" });

        foreach (var chat in new[] { conversation.Friend.Number, conversation.Friend.Lid.ToString() })
        {
            var page = (await conversation.Program.GetAsync($"/api/messages?chat={Uri.EscapeDataString(chat)}")).Is(HttpStatusCode.OK);
            Assert.Equal(["three", "two", "one"], page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString()));
        }
    }

    private static System.Text.Json.Nodes.JsonObject With(object request, string to)
    {
        var json = System.Text.Json.JsonSerializer.SerializeToNode(request)!.AsObject();
        json["to"] = to;
        return json;
    }

    private static async Task<MessageReceived> FirstAsync(EventSubscription told, string id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var happened in told.ReadAllAsync(limit.Token))
        {
            if (happened is MessageReceived message && message.Id == id)
            {
                return message;
            }
        }

        throw new InvalidOperationException("The events ended.");
    }
}

using System.Net;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Tests.Messages;

/// <summary>What is done to messages, over HTTP: a phone is told, and the gateway's own row shows it.</summary>
public class ActionTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_reaction_is_told_shown_replaced_and_taken_back()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var text = await conversation.Friend.SendTextAsync(conversation.Number, "like?");
        await conversation.MessageAsync(text.Id);
        (await conversation.Program.PostAsync("/api/messages/reaction", new { messageId = text.Id, emoji = "\u2764" })).Is(HttpStatusCode.OK);

        var reaction = await conversation.ToldAsync<ReactionChanged>();
        Assert.Equal("\u2764", reaction.Emoji);
        Assert.Equal(text.Id, reaction.Target.Id);
        Assert.Equal("me \u2764", Marks(await conversation.MessageAsync(text.Id), "reactions", "from", "emoji"));

        (await conversation.Program.PostAsync("/api/messages/reaction", new { to = conversation.Friend.Number, messageId = text.Id })).Is(HttpStatusCode.OK);
        await conversation.ToldAsync<ReactionChanged>(each => each.Emoji is null);
        Assert.Equal("", Marks(await conversation.MessageAsync(text.Id), "reactions", "from", "emoji"));
    }

    [Fact]
    public async Task A_vote_names_the_polls_own_answers_only()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var device = await conversation.DeviceAsync();
        var poll = await device.Client.Messages.SendAsync(Core.Binary.Jid.FromPhoneNumber(conversation.Number), new PollContent("Which?", ["a", "b"]) { MaxSelections = 1 });
        await conversation.MessageAsync(poll.Id);
        (await conversation.Program.PostAsync("/api/messages/vote", new { messageId = poll.Id, options = new[] { "c" } })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "options");
        (await conversation.Program.PostAsync("/api/messages/vote", new { messageId = poll.Id, options = new[] { "a", "b" } })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "options");
        (await conversation.Program.PostAsync("/api/messages/vote", new { messageId = poll.Id, options = new[] { "b" } })).Is(HttpStatusCode.OK);

        Assert.Equal(["b"], (await conversation.ToldAsync<PollVoted>()).Options);
        var shown = (await conversation.MessageAsync(poll.Id)).Json.GetProperty("votes")[0];
        Assert.Equal("b", shown.GetProperty("options")[0].GetString());
        (await conversation.Program.PostAsync("/api/messages/event-answer", new { messageId = poll.Id, answer = "going" })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "messageId");
    }

    [Fact]
    public async Task An_event_is_answered()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var device = await conversation.DeviceAsync();
        var party = await device.Client.Messages.SendAsync(
            Core.Binary.Jid.FromPhoneNumber(conversation.Number), new EventContent("Party", DateTimeOffset.FromUnixTimeSeconds(1_900_000_000)) { AllowsExtraGuests = true });
        await conversation.MessageAsync(party.Id);
        (await conversation.Program.PostAsync("/api/messages/event-answer", new { messageId = party.Id, answer = "maybe", extraGuests = 2 })).Is(HttpStatusCode.OK);

        var answer = await conversation.ToldAsync<EventAnswered>();
        Assert.Equal((EventAnswer.Maybe, 2), (answer.Answer, answer.ExtraGuests));
        Assert.Equal("me maybe 2", Marks(await conversation.MessageAsync(party.Id), "answers", "from", "answer", "extraGuests"));
    }

    [Fact]
    public async Task A_message_is_pinned_taken_down_and_kept()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var (text, _) = await conversation.SendAsync("text", new { to = conversation.Friend.Number, text = "important" });
        (await conversation.Program.PostAsync("/api/messages/pin", new { messageId = text.Id, durationSeconds = 86400 })).Is(HttpStatusCode.OK);
        Assert.Equal(TimeSpan.FromDays(1), (await conversation.ToldAsync<MessagePinned>()).Duration);
        Assert.True((await conversation.MessageAsync(text.Id)).Json.GetProperty("pinnedUntil").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddHours(23));

        (await conversation.Program.PostAsync("/api/messages/unpin", new { messageId = text.Id })).Is(HttpStatusCode.OK);
        await conversation.ToldAsync<MessagePinned>(each => !each.IsPinned);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await conversation.MessageAsync(text.Id)).Json.GetProperty("pinnedUntil").ValueKind);

        (await conversation.Program.PostAsync("/api/messages/keep", new { messageId = text.Id })).Is(HttpStatusCode.OK);
        Assert.True((await conversation.ToldAsync<MessageKept>()).IsKept);
        Assert.True((await conversation.MessageAsync(text.Id)).Json.GetProperty("isKept").GetBoolean());
    }

    [Fact]
    public async Task An_own_message_is_edited_and_deleted_for_everyone()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var (text, _) = await conversation.SendAsync("text", new { to = conversation.Friend.Number, text = "befor" });
        (await conversation.Program.PutAsync($"/api/messages/{text.Id}", new { text = "after" })).Is(HttpStatusCode.OK);
        Assert.Equal("after", Assert.IsType<TextContent>((await conversation.ToldAsync<MessageEdited>()).Content).Text);
        var edited = (await conversation.MessageAsync(text.Id)).Json.GetProperty("message");
        Assert.Equal("after", edited.GetProperty("text").GetString());
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, edited.GetProperty("editedAt").ValueKind);

        (await conversation.Program.DeleteAsync($"/api/messages/{text.Id}")).Is(HttpStatusCode.OK);
        Assert.Equal(text.Id, (await conversation.ToldAsync<MessageRevoked>()).Target.Id);
        var deleted = (await conversation.MessageAsync(text.Id)).Json;
        Assert.Equal(System.Text.Json.JsonValueKind.Null, deleted.GetProperty("content").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, deleted.GetProperty("message").GetProperty("text").ValueKind);
        (await conversation.Program.PutAsync($"/api/messages/{text.Id}", new { text = "again" })).IsProblem(HttpStatusCode.UnprocessableEntity, "message-not-sendable");
    }

    [Fact]
    public async Task Anothers_message_is_neither_edited_nor_deleted_in_a_chat_with_one_person()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var text = await conversation.Friend.SendTextAsync(conversation.Number, "mine");
        await conversation.MessageAsync(text.Id);

        (await conversation.Program.PutAsync($"/api/messages/{text.Id}", new { text = "yours" })).IsProblem(HttpStatusCode.UnprocessableEntity, "message-not-sendable");
        (await conversation.Program.DeleteAsync($"/api/messages/{text.Id}")).IsProblem(HttpStatusCode.UnprocessableEntity, "message-not-sendable");
        Assert.Equal("mine", (await conversation.MessageAsync(text.Id)).Json.GetProperty("message").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Messages_are_marked_as_read_one_by_one_and_together()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var one = await conversation.Friend.SendTextAsync(conversation.Number, "one");
        var two = await conversation.Friend.SendTextAsync(conversation.Number, "two");
        var three = await conversation.Friend.SendTextAsync(conversation.Number, "three");
        await conversation.MessageAsync(three.Id);

        (await conversation.Program.PostAsync($"/api/messages/{one.Id}/read")).Is(HttpStatusCode.NoContent);
        (await conversation.Program.PostAsync("/api/messages/read", new { chat = conversation.Friend.Number, messageIds = new[] { two.Id } })).Is(HttpStatusCode.NoContent);
        (await conversation.Program.PostAsync($"/api/messages/{three.Id}/played")).Is(HttpStatusCode.NoContent);
        await conversation.ToldAsync<ReceiptReceived>(each => each.Kind == ReceiptKind.Read && each.Ids.Contains(one.Id));
        await conversation.ToldAsync<ReceiptReceived>(each => each.Kind == ReceiptKind.Read && each.Ids.Contains(two.Id));
        await conversation.ToldAsync<ReceiptReceived>(each => each.Kind == ReceiptKind.Played && each.Ids.Contains(three.Id));

        (await conversation.Program.PostAsync("/api/messages/read", new { messageIds = new[] { "unknown" } })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "messageIds");
        (await conversation.Program.PostAsync("/api/messages/read", new { messageIds = Array.Empty<string>() })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "messageIds");
        (await conversation.Program.PostAsync("/api/messages/unknown/read")).IsProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task An_id_that_two_chats_have_needs_the_chat()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var other = await gateway.Host.Sandbox.AddPhoneAsync($"1888{conversation.Number[4..]}");
        await using var device = await WhatsAppKit.Sandbox.Tests.TestDevice.PairAsync(gateway.Host.Sandbox, other);
        var first = await (await conversation.DeviceAsync()).Client.Messages.SendTextAsync(Core.Binary.Jid.FromPhoneNumber(conversation.Number), "one", "SAMEID");
        await conversation.MessageAsync(first.Id);
        await device.Client.Messages.SendTextAsync(Core.Binary.Jid.FromPhoneNumber(conversation.Number), "two", "SAMEID");

        await Tenant.UntilAsync(conversation.Program, "/api/messages/SAMEID", answer => answer.Status == HttpStatusCode.BadRequest);
        (await conversation.Program.GetAsync("/api/messages/SAMEID")).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "chat");
        Assert.Equal("two", (await conversation.Program.GetAsync($"/api/messages/SAMEID?chat={other.Number}")).Json.GetProperty("message").GetProperty("text").GetString());
        (await conversation.Program.PostAsync("/api/messages/reaction", new { messageId = "SAMEID", emoji = "x" })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "to");
    }

    [Fact]
    public async Task Neither_another_instance_nor_another_tenant_reaches_a_message()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var (text, _) = await conversation.SendAsync("text", new { to = conversation.Friend.Number, text = "private" });
        var sibling = await conversation.Tenant.ProgramAsync(await conversation.Tenant.CreateInstanceAsync("second"));
        var stranger = await Tenant.RegisterAsync(gateway.Host);
        foreach (var other in new[] { sibling, await stranger.ProgramAsync(await stranger.CreateInstanceAsync()) })
        {
            (await other.GetAsync($"/api/messages/{text.Id}")).IsProblem(HttpStatusCode.NotFound, "not-found");
            (await other.PutAsync($"/api/messages/{text.Id}", new { text = "x" })).IsProblem(HttpStatusCode.NotFound, "not-found");
            (await other.DeleteAsync($"/api/messages/{text.Id}")).IsProblem(HttpStatusCode.NotFound, "not-found");
            (await other.PostAsync($"/api/messages/{text.Id}/read")).IsProblem(HttpStatusCode.NotFound, "not-found");
            (await other.PostAsync("/api/messages/read", new { messageIds = new[] { text.Id } })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "messageIds");
            (await other.PostAsync("/api/messages/reaction", new { messageId = text.Id, emoji = "x" })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "messageId");
            (await other.PostAsync("/api/messages/forward", new { to = "15550001", messageId = text.Id })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "messageId");
            (await other.PostAsync("/api/messages/text", new { to = conversation.Friend.Number, text = "x", replyTo = text.Id })).IsProblem(HttpStatusCode.BadRequest, "invalid-request", "replyTo");
        }
    }

    [Fact]
    public async Task A_channel_takes_text_files_reactions_edits_and_deletions()
    {
        await using var conversation = await Conversation.StartAsync(gateway.Host);
        var own = (await gateway.Host.Sandbox.FindPhoneAsync(conversation.Number))!;
        var channel = gateway.Host.Sandbox.CreateChannel(own, "News");
        gateway.Host.Sandbox.FollowChannel(channel, conversation.Friend);
        var (text, _) = await conversation.SendAsync("text", new { to = channel.ToString(), text = "news" });
        var (image, received) = await conversation.SendAsync("image", new { to = channel.ToString(), caption = "seen", media = new { data = Convert.ToBase64String(Media.MediaSendTests.Png(8, 8)) } });
        Assert.False(Assert.IsType<ImageContent>(received.Content).File.IsEncrypted);

        (await conversation.Program.PostAsync("/api/messages/reaction", new { to = channel.ToString(), messageId = image.Id, emoji = "x" })).Is(HttpStatusCode.OK);
        (await conversation.Program.PutAsync($"/api/messages/{text.Id}", new { text = "newer" })).Is(HttpStatusCode.OK);
        Assert.Equal("newer", Assert.IsType<TextContent>((await conversation.ToldAsync<MessageEdited>()).Content).Text);
        (await conversation.Program.DeleteAsync($"/api/messages/{text.Id}")).Is(HttpStatusCode.OK);
        await conversation.ToldAsync<MessageRevoked>();
        (await conversation.Program.PostAsync("/api/messages/pin", new { messageId = image.Id })).IsProblem(HttpStatusCode.UnprocessableEntity, "message-not-sendable");
    }

    private static string Marks(Answer message, string list, params string[] fields) => string.Join(
        ";", message.Json.GetProperty(list).EnumerateArray().Select(each => string.Join(" ", fields.Select(field => each.GetProperty(field).ToString()))));
}

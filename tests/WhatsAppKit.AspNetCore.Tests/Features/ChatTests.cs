using System.Net;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Calls;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Features;

public class ChatTests(GatewayFixture gateway)
{
    private static readonly Jid Friend = Jid.FromPhoneNumber("15553399");
    private static readonly Jid Group = Jid.Parse("120363000000000001@g.us");

    [Fact]
    public async Task The_phone_hears_what_is_done_with_a_chat()
    {
        var account = await Account.PairAsync(gateway.Host, "15553301");
        using var events = account.Phone.Subscribe();
        (await account.SynchronisedAsync(() => account.PostAsync("/api/chats/15553399/pin"))).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<ChatPinChanged>(events, told => told.IsPinned && told.Chat == Friend);
        (await account.PostAsync("/api/chats/15553399/unpin")).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<ChatPinChanged>(events, told => !told.IsPinned);

        var last = new { messageId = "3EB0LAST", sentAt = "2026-01-31T08:00:00Z" };
        (await account.PostAsync("/api/chats/15553399/archive", last)).Is(HttpStatusCode.NoContent);
        Assert.Equal("3EB0LAST", Assert.Single((await Account.ToldAsync<ChatArchiveChanged>(events, told => told.IsArchived)).Range!.Messages).Message.Id);
        (await account.PostAsync("/api/chats/15553399/unarchive")).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<ChatArchiveChanged>(events, told => !told.IsArchived);

        (await account.PostAsync("/api/chats/15553399/mute", new { until = "2030-01-01T00:00:00Z" })).Is(HttpStatusCode.NoContent);
        Assert.Equal(2030, (await Account.ToldAsync<ChatMuteChanged>(events, told => told.IsMuted)).Until!.Value.Year);
        (await account.PostAsync("/api/chats/15553399/mute")).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<ChatMuteChanged>(events, told => told is { IsMuted: true, Until: null });
        (await account.PostAsync("/api/chats/15553399/unmute")).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<ChatMuteChanged>(events, told => !told.IsMuted);

        (await account.PostAsync("/api/chats/15553399/unread")).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<ChatReadChanged>(events, told => !told.IsRead);
        (await account.PostAsync("/api/chats/15553399/read")).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<ChatReadChanged>(events, told => told.IsRead);
        (await account.PostAsync($"/api/chats/{Group}/clear", new { keepStarred = true, deleteMedia = true })).Is(HttpStatusCode.NoContent);
        var cleared = await Account.ToldAsync<ChatCleared>(events, told => told.Chat == Group);
        Assert.Equal((false, true), (cleared.IncludesStarred, cleared.IncludesMedia));
        (await account.DeleteAsync("/api/chats/15553399")).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<ChatDeleted>(events, told => told.Chat == Friend);
    }

    [Fact]
    public async Task The_phone_hears_what_is_done_with_a_message()
    {
        var account = await Account.PairAsync(gateway.Host, "15553302");
        using var events = account.Phone.Subscribe();
        (await account.SynchronisedAsync(() => account.PostAsync($"/api/chats/{Group}/messages/3EB01/star", new { sender = "15553399" }))).Is(HttpStatusCode.NoContent);
        Assert.Equal((Group, Friend), (await Account.ToldAsync<MessageStarChanged>(events, told => told.IsStarred)).Message is var starred ? (starred.Chat, starred.Sender) : default);
        (await account.PostAsync($"/api/chats/{Group}/messages/3EB01/unstar", new { sender = "15553399" })).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<MessageStarChanged>(events, told => !told.IsStarred);
        (await account.PostAsync("/api/chats/15553399/messages/3EB02/delete-for-me", new { sentAt = "2026-01-31T08:00:00Z", fromMe = true, deleteMedia = false }))
            .Is(HttpStatusCode.NoContent);
        var deleted = await Account.ToldAsync<MessageDeletedForMe>(events, _ => true);
        Assert.Equal(("3EB02", true, false), (deleted.Message.Id, deleted.Message.FromMe, deleted.IncludesMedia));
    }

    [Fact]
    public async Task A_friend_sees_the_account_come_type_and_change_the_timer()
    {
        var account = await Account.PairAsync(gateway.Host, "15553303");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15553304");
        using var events = friend.Subscribe();
        (await account.SynchronisedAsync(() => account.PutAsync("/api/profile/name", new { name = "Shop" }))).Is(HttpStatusCode.NoContent);
        await friend.AppState.Settings.SetNameAsync("Friend");
        await friend.Presence.SetAvailableAsync(true);
        await friend.Presence.SubscribeAsync(account.Phone.Jid);

        await Tenant.UntilAsync(account.Program, "/api/profile", answer => answer.Status == HttpStatusCode.OK);
        (await UntilNamedAsync(() => account.PostAsync("/api/presence", new { isAvailable = true }))).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<PresenceChanged>(events, told => told.IsAvailable);
        (await account.PostAsync($"/api/presence/{friend.Jid}/subscribe")).Is(HttpStatusCode.NoContent);
        (await account.PostAsync("/api/chats/15553304/typing", new { state = "recording" })).Is(HttpStatusCode.NoContent);
        Assert.Equal(TypingState.Recording, (await Account.ToldAsync<TypingChanged>(events, _ => true)).State);
        (await account.PutAsync("/api/chats/15553304/timer", new { seconds = 86_400 })).Is(HttpStatusCode.OK);
        Assert.Equal(TimeSpan.FromDays(1), (await Account.ToldAsync<DisappearingTimerChanged>(events, _ => true)).Timer);
        (await account.PostAsync("/api/presence", new { isAvailable = false })).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<PresenceChanged>(events, told => !told.IsAvailable);
    }

    [Fact]
    public async Task Labels_are_put_on_chats_and_messages_and_the_phone_has_them()
    {
        var account = await Account.PairAsync(gateway.Host, "15553305");
        using var events = account.Phone.Subscribe();
        var label = (await account.SynchronisedAsync(() => account.PostAsync("/api/labels", new { name = "New", color = 3 }))).Is(HttpStatusCode.Created).Id;
        await Tenant.UntilAsync(account.Program, "/api/labels", list => list.Json.GetArrayLength() == 1);

        Assert.Equal("Urgent", (await account.PutAsync($"/api/labels/{label}", new { name = "Urgent", color = 5 })).Is(HttpStatusCode.OK)["name"]);
        (await account.PostAsync($"/api/chats/15553399/labels/{label}")).Is(HttpStatusCode.NoContent);
        (await account.PostAsync($"/api/chats/15553399/messages/3EB0/labels/{label}")).Is(HttpStatusCode.NoContent);
        Assert.Equal("3EB0", (await Account.ToldAsync<MessageLabelChanged>(events, told => told.IsLabeled)).MessageId);
        await Wait.UntilAsync(() => account.Phone.AppState.Labels.ListAsync().Result is [{ Name: "Urgent", Color: 5 }], "the phone's labels");
        await Tenant.UntilAsync(account.Program, $"/api/labels/{label}/chats", list => list.Text == "[\"15553399@s.whatsapp.net\"]");

        (await account.DeleteAsync($"/api/chats/15553399/messages/3EB0/labels/{label}")).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<MessageLabelChanged>(events, told => !told.IsLabeled);
        (await account.DeleteAsync($"/api/chats/15553399/labels/{label}")).Is(HttpStatusCode.NoContent);
        await Tenant.UntilAsync(account.Program, $"/api/labels/{label}/chats", list => list.Text == "[]");
        (await account.DeleteAsync($"/api/labels/{label}")).Is(HttpStatusCode.NoContent);
        await Tenant.UntilAsync(account.Program, "/api/labels", list => list.Text == "[]");
        (await account.DeleteAsync($"/api/labels/{label}")).IsProblem(HttpStatusCode.NotFound, "not-found-on-whatsapp");
        (await account.PutAsync("/api/labels/99", new { name = "x", color = 0 })).IsProblem(HttpStatusCode.NotFound, "not-found-on-whatsapp");
    }

    [Fact]
    public async Task Quick_replies_are_kept_on_the_phone()
    {
        var account = await Account.PairAsync(gateway.Host, "15553306");
        var reply = (await account.SynchronisedAsync(() => account.PostAsync("/api/quick-replies", new { shortcut = "hi", message = "Hello\nthere", keywords = new[] { "greeting" } })))
            .Is(HttpStatusCode.Created).Id;
        await Wait.UntilAsync(() => account.Phone.AppState.QuickReplies.ListAsync().Result is [{ Shortcut: "hi", Message: "Hello\nthere" }], "the phone's copy");
        await Tenant.UntilAsync(account.Program, "/api/quick-replies", list => list.Json.GetArrayLength() == 1);

        (await account.PutAsync($"/api/quick-replies/{reply}", new { shortcut = "hey", message = "Hey" })).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => account.Phone.AppState.QuickReplies.ListAsync().Result is [{ Shortcut: "hey" }], "the change");
        (await account.DeleteAsync($"/api/quick-replies/{reply}")).Is(HttpStatusCode.NoContent);
        await Tenant.UntilAsync(account.Program, "/api/quick-replies", list => list.Text == "[]");
        (await account.DeleteAsync($"/api/quick-replies/{reply}")).IsProblem(HttpStatusCode.NotFound, "not-found");
        (await account.PutAsync("/api/quick-replies/1", new { shortcut = "x", message = "x" })).IsProblem(HttpStatusCode.NotFound, "not-found-on-whatsapp");
    }

    [Fact]
    public async Task A_call_that_rings_is_refused_and_a_link_to_a_call_is_made()
    {
        var account = await Account.PairAsync(gateway.Host, "15553307");
        var friend = await gateway.Host.Sandbox.AddPhoneAsync("15553308");
        using var events = friend.Subscribe();
        var call = await friend.CallAsync("15553307");

        (await account.PostAsync($"/api/calls/{call.Id}/reject", new { caller = "15553308" })).Is(HttpStatusCode.NoContent);
        await Account.ToldAsync<CallChanged>(events, told => told.Id == call.Id && told.Status == CallStatus.RejectedElsewhere);
        Assert.StartsWith("https://call.whatsapp.com/video/", (await account.PostAsync("/api/calls/link", new { isVideo = true })).Is(HttpStatusCode.OK)["link"], StringComparison.Ordinal);
        Assert.StartsWith("https://call.whatsapp.com/voice/", (await account.PostAsync("/api/calls/link")).Is(HttpStatusCode.OK)["link"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_phone_hands_over_its_history_or_a_problem_says_why_not()
    {
        var phone = await gateway.Host.Sandbox.AddPhoneAsync("15553309");
        var start = DateTimeOffset.UtcNow.AddDays(-2);
        phone.History.Seed("15553399", [.. Enumerable.Range(0, 8).Select(i => new SandboxHistoryMessage($"message {i}", start.AddMinutes(i), Id: $"3EB0HISTORY{i}"))]);
        var account = await Account.PairAsync(gateway.Host, "15553309");
        var before = new { chat = "15553399", messageId = "3EB0HISTORY5", sentAt = start.AddMinutes(5), count = 3 };

        var page = (await account.PostAsync("/api/history/request", before)).Is(HttpStatusCode.OK).Json;
        Assert.Equal((3, true), (page.GetProperty("count").GetInt32(), page.GetProperty("hasMore").GetBoolean()));
        Assert.NotEmpty((await account.PostAsync("/api/history/request-full")).Is(HttpStatusCode.Accepted)["requestId"]);
        phone.History.SharesEverything = false;
        (await account.PostAsync("/api/history/request-full")).IsProblem(HttpStatusCode.Conflict, "history-unavailable");
    }

    /// <summary>The name that was set comes back with the next synchronisation.</summary>
    private static async Task<Answer> UntilNamedAsync(Func<Task<Answer>> call)
    {
        var answer = await call();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (answer.Status == HttpStatusCode.Conflict && answer["code"] == "own-name-unknown" && !limit.IsCancellationRequested)
        {
            await Task.Delay(20, CancellationToken.None);
            answer = await call();
        }

        return answer;
    }
}

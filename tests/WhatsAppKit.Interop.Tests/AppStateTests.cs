using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Sandbox;
using WhatsAppKit.Sandbox.Phones;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.Interop.Tests;

/// <summary>
/// One account with three devices: its phone, ours and Baileys'. What ours changes Baileys verifies, MAC by MAC, and tells; what
/// Baileys changes ours verifies and tells.
/// </summary>
public sealed class AppStateTests : IAsyncLifetime
{
    private static readonly Jid Friend = Jid.FromPhoneNumber("15550002");
    private static readonly Jid Group = new("120363000000000001", JidServer.Group);
    private static readonly DateTimeOffset Sent = DateTimeOffset.FromUnixTimeSeconds(1_760_000_000);
    private static readonly LastMessage Last = new(new MessageReference(Friend, "3EB0LAST", Friend, false), Sent);

    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _phone = null!;
    private TestDevice _ours = null!;
    private BaileysClient _baileys = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _phone = await _sandbox.AddPhoneAsync("15550001");
        _baileys = await BaileysClient.PairAsync(_sandbox, _phone);
        _ours = await TestDevice.PairAsync(_sandbox, _phone);
        await AppStateRig.ReadyAsync(_ours);
        await HasKeyAsync(_baileys);
    }

    public async ValueTask DisposeAsync()
    {
        await _baileys.DisposeAsync();
        await _ours.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Baileys_tells_what_ours_does_with_chats()
    {
        var chats = _ours.Client.Chats;
        var until = DateTimeOffset.FromUnixTimeMilliseconds(1_900_000_000_000);

        await chats.MuteAsync(Friend, until);
        await ToldAsync("chat", e => Number(e, "muteEndTime") == 1_900_000_000_000);
        await chats.MuteAsync(Group);
        await ToldAsync("chat", e => Number(e, "muteEndTime") == -1 && BaileysClient.Text(e, "id") == Group.ToString());
        await chats.UnmuteAsync(Friend);
        await ToldAsync("chat", e => IsNull(e, "muteEndTime"));
        await chats.PinAsync(Friend);
        await ToldAsync("chat", e => Number(e, "pinned") > 1_600_000_000_000);
        await chats.UnpinAsync(Friend);
        await ToldAsync("chat", e => IsNull(e, "pinned"));
        await chats.PinAsync(Group);
        await chats.ArchiveAsync(Group, Last with { Message = new MessageReference(Group, "3EB0LAST", Friend, false) });
        await ToldAsync("chat", e => Is(e, "archived", true) && BaileysClient.Text(e, "id") == Group.ToString());
        await ToldAsync("chat", e => IsNull(e, "pinned") && BaileysClient.Text(e, "id") == Group.ToString());
        await chats.UnarchiveAsync(Group);
        await ToldAsync("chat", e => Is(e, "archived", false));
        await chats.MarkUnreadAsync(Friend, Last);
        await ToldAsync("chat", e => Number(e, "unreadCount") == -1);
        await chats.MarkReadAsync(Friend, Last);
        await ToldAsync("chat", e => Number(e, "unreadCount") == 0);
        await chats.DeleteAsync(Friend, Last);
        await ToldAsync("chat-deleted", e => BaileysClient.Text(e, "id") == Friend.ToString());

        // Baileys has no event of its own for a chat that was emptied; its state tells that it took and verified the change.
        await chats.ClearAsync(Friend, Last);
        await SameStateAsync();
    }

    [Fact]
    public async Task Baileys_tells_what_ours_does_with_messages()
    {
        var direct = new MessageReference(Friend, "3EB0DIRECT", Friend, false);
        var inGroup = new MessageReference(Group, "3EB0GROUP", Friend, false);

        await _ours.Client.Chats.StarAsync(direct);
        await ToldAsync("starred", e => BaileysClient.Text(e, "id") == direct.Id && Is(e, "starred", true) && Is(e, "fromMe", false));
        await _ours.Client.Chats.StarAsync(inGroup);
        await ToldAsync("starred", e => BaileysClient.Text(e, "chat") == Group.ToString() && BaileysClient.Text(e, "id") == inGroup.Id);
        await _ours.Client.Chats.UnstarAsync(direct);
        await ToldAsync("starred", e => BaileysClient.Text(e, "id") == direct.Id && Is(e, "starred", false));
        await _ours.Client.Chats.DeleteForMeAsync(direct, Sent);
        await ToldAsync("message-deleted", e => BaileysClient.Text(e, "id") == direct.Id);
        await SameStateAsync();
    }

    [Fact]
    public async Task Baileys_tells_what_ours_does_with_contacts_labels_and_settings()
    {
        var friend = await _sandbox.AddPhoneAsync("15550002");
        await _ours.Client.Messages.SendTextAsync(Friend, "its LID is known now");
        await _ours.Client.AddressBook.SaveAsync(Friend, "Bob Jones", "Bob");
        var contact = await ToldAsync("contact", e => BaileysClient.Text(e, "name") == "Bob Jones");
        Assert.Equal((Friend.ToString(), friend.Lid.ToString()), (BaileysClient.Text(contact, "id"), BaileysClient.Text(contact, "lid")));
        Assert.Equal("Bob", Assert.Single(await _ours.Client.AddressBook.ListAsync()).FirstName);
        Assert.Equal("Bob Jones", (await _ours.Client.AddressBook.FindAsync(friend.Lid))!.FullName);
        await _ours.Client.AddressBook.RemoveAsync(Friend);
        await SameStateAsync();

        var labels = _ours.Client.Labels;
        var label = await labels.CreateAsync("New customer", 3);
        await ToldAsync("label", e => BaileysClient.Text(e, "name") == "New customer" && Number(e, "color") == 3);
        await labels.SaveAsync(label with { Name = "Customer" });
        await ToldAsync("label", e => BaileysClient.Text(e, "name") == "Customer");
        await labels.AddToChatAsync(label.Id, Friend);
        await AssociatedAsync("add", null);
        Assert.Equal(Friend, Assert.Single(await labels.ListChatsAsync(label.Id)));
        await labels.RemoveFromChatAsync(label.Id, Friend);
        await AssociatedAsync("remove", null);
        var message = new MessageReference(Friend, "3EB0LABEL", Friend, false);
        await labels.AddToMessageAsync(label.Id, message);
        await AssociatedAsync("add", message.Id);
        await labels.RemoveFromMessageAsync(label.Id, message);
        await AssociatedAsync("remove", message.Id);
        Assert.Equal("Customer", Assert.Single(await labels.ListAsync()).Name);
        await labels.DeleteAsync(label);
        await ToldAsync("label", e => Is(e, "deleted", true));

        await _ours.Client.AccountSettings.SetNameAsync("Alice & Co");
        await ToldAsync("account", e => BaileysClient.Text(e, "name") == "Alice & Co");
        await _ours.Client.AccountSettings.SetLinkPreviewsAsync(false);
        await ToldAsync("setting", e => BaileysClient.Text(e, "setting") == "disableLinkPreviews");
        await _ours.Client.AccountSettings.SetUnarchiveOnMessageAsync(true);
        await ToldAsync("account", e => Is(e, "unarchive", true));

        // Baileys has no event for quick replies; its state tells that it took and verified each change.
        var reply = await _ours.Client.QuickReplies.CreateAsync("hi", "Good morning", ["hello"]);
        await _ours.Client.QuickReplies.SaveAsync(reply with { Message = "Good evening" });
        Assert.Equal("Good evening", Assert.Single(await _ours.Client.QuickReplies.ListAsync()).Message);
        await _ours.Client.QuickReplies.DeleteAsync(reply.Id);
        await SameStateAsync();
    }

    [Fact]
    public async Task Ours_tells_what_Baileys_does_with_chats_and_messages()
    {
        var range = new JsonArray(new JsonObject
        {
            ["key"] = new JsonObject { ["remoteJid"] = Friend.ToString(), ["id"] = "3EB0LAST", ["fromMe"] = false },
            ["messageTimestamp"] = Sent.ToUnixTimeSeconds(),
        });
        await ModifyAsync(Friend, new JsonObject { ["mute"] = 1_900_000_000_000 });
        Assert.Equal(1_900_000_000_000, (await TellsAsync<ChatMuteChanged>(e => e.IsMuted)).Until!.Value.ToUnixTimeMilliseconds());
        await ModifyAsync(Friend, new JsonObject { ["mute"] = null });
        await TellsAsync<ChatMuteChanged>(e => !e.IsMuted);
        await ModifyAsync(Friend, new JsonObject { ["pin"] = true });
        await TellsAsync<ChatPinChanged>(e => e.IsPinned && e.Chat == Friend && e.Timestamp > Sent);
        await ModifyAsync(Friend, new JsonObject { ["archive"] = true, ["lastMessages"] = range.DeepClone() });
        Assert.Equal(Last, Assert.Single((await TellsAsync<ChatArchiveChanged>(e => e.IsArchived)).Range!.Messages));
        await ModifyAsync(Friend, new JsonObject { ["archive"] = false, ["lastMessages"] = range.DeepClone() });
        await TellsAsync<ChatArchiveChanged>(e => !e.IsArchived);
        await ModifyAsync(Friend, new JsonObject { ["markRead"] = false, ["lastMessages"] = range.DeepClone() });
        await TellsAsync<ChatReadChanged>(e => !e.IsRead);
        await ModifyAsync(Friend, new JsonObject { ["clear"] = true, ["lastMessages"] = range.DeepClone() });
        await TellsAsync<ChatCleared>(e => e.IncludesStarred && !e.IncludesMedia);
        await ModifyAsync(Friend, new JsonObject { ["delete"] = true, ["lastMessages"] = range.DeepClone() });
        await TellsAsync<ChatDeleted>(e => e.IncludesMedia && e.Range!.LastMessage == Sent);
        var message = new JsonObject { ["id"] = "3EB0STAR", ["fromMe"] = true };
        await _baileys.CallAsync("star", new JsonObject { ["jid"] = Friend.ToString(), ["message"] = message, ["star"] = true });
        var starred = await TellsAsync<MessageStarChanged>(e => e.IsStarred);
        Assert.Equal(new MessageReference(Friend, "3EB0STAR", _phone.Jid, true), starred.Message);
        await ModifyAsync(Friend, new JsonObject
        {
            ["deleteForMe"] = new JsonObject
            {
                ["deleteMedia"] = true,
                ["timestamp"] = Sent.ToUnixTimeSeconds(),
                ["key"] = new JsonObject { ["remoteJid"] = Friend.ToString(), ["id"] = "3EB0GONE", ["fromMe"] = false },
            },
        });
        var deleted = await TellsAsync<MessageDeletedForMe>(_ => true);
        Assert.Equal((new MessageReference(Friend, "3EB0GONE", Friend, false), Sent, true), (deleted.Message, deleted.SentAt, deleted.IncludesMedia));
        Assert.Empty(_ours.Events.OfType<AppStateDamaged>());
    }

    [Fact]
    public async Task Ours_tells_what_Baileys_does_with_contacts_labels_and_settings()
    {
        await _baileys.CallAsync("saveContact", new JsonObject
        {
            ["jid"] = Friend.ToString(),
            ["contact"] = new JsonObject { ["fullName"] = "Bob Jones", ["firstName"] = "Bob", ["lidJid"] = "100000000000099@lid", ["saveOnPrimaryAddressbook"] = true },
        });
        await TellsAsync<ContactChanged>(e => e.Contact.FullName == "Bob Jones");
        var listed = Assert.Single(await _ours.Client.AddressBook.ListAsync());
        Assert.Equal((Friend, "100000000000099@lid", true), (listed.PhoneJid, listed.LidJid.ToString(), listed.IsOnPhone));

        // The entry taught this device that the two addresses are one person's.
        Assert.Equal(Friend, (await _ours.Client.AddressBook.FindAsync(Jid.Parse("100000000000099@lid")))!.Jid);
        await _baileys.CallAsync("saveLabel", new JsonObject { ["label"] = new JsonObject { ["id"] = "7", ["name"] = "Customer", ["color"] = 5 } });
        await _baileys.CallAsync("labelChat", new JsonObject { ["jid"] = Friend.ToString(), ["id"] = "7", ["on"] = true });
        await TellsAsync<ChatLabelChanged>(e => e is { LabelId: "7", IsLabeled: true } && e.Chat == Friend);
        Assert.Equal(new Label("7", "Customer", 5), Assert.Single(await _ours.Client.Labels.ListAsync()));
        await _baileys.CallAsync("labelMessage", new JsonObject { ["jid"] = Friend.ToString(), ["message"] = "3EB0LABEL", ["id"] = "7", ["on"] = true });
        await TellsAsync<MessageLabelChanged>(e => e is { MessageId: "3EB0LABEL", IsLabeled: true });
        await _baileys.CallAsync("labelMessage", new JsonObject { ["jid"] = Friend.ToString(), ["message"] = "3EB0LABEL", ["id"] = "7", ["on"] = false });
        await TellsAsync<MessageLabelChanged>(e => !e.IsLabeled);
        await _baileys.CallAsync("labelChat", new JsonObject { ["jid"] = Friend.ToString(), ["id"] = "7", ["on"] = false });
        await TellsAsync<ChatLabelChanged>(e => !e.IsLabeled);
        await _baileys.CallAsync("saveQuickReply", new JsonObject
        {
            ["reply"] = new JsonObject { ["shortcut"] = "hi", ["message"] = "Good morning", ["timestamp"] = "1760000000" },
        });
        await TellsAsync<QuickReplyChanged>(e => e.QuickReply is { Id: "1760000000", Shortcut: "hi" });
        Assert.Equal("Good morning", Assert.Single(await _ours.Client.QuickReplies.ListAsync()).Message);
        await _baileys.CallAsync("removeQuickReply", new JsonObject { ["id"] = "1760000000" });
        await TellsAsync<QuickReplyChanged>(e => e.IsDeleted);
        await _baileys.CallAsync("disableLinkPreviews", new JsonObject { ["disabled"] = true });
        await TellsAsync<LinkPreviewSettingChanged>(e => !e.IsEnabled);
        await _baileys.CallAsync("setName", new JsonObject { ["name"] = "Alice by Baileys" });
        await TellsAsync<OwnNameChanged>(e => e.Name == "Alice by Baileys");

        // Last: Baileys keeps what it removed in its own map, and would miscount the next change of it.
        await _baileys.CallAsync("removeContact", new JsonObject { ["jid"] = Friend.ToString() });
        await TellsAsync<ContactChanged>(e => e.Operation == AppStateOperation.Remove);
        Assert.Empty(await _ours.Client.AddressBook.ListAsync());
        Assert.Empty(_ours.Events.OfType<AppStateDamaged>());
    }

    [Fact]
    public async Task Both_begin_with_a_snapshot_of_what_the_others_did()
    {
        await _ours.Client.Chats.PinAsync(Friend);
        await ModifyAsync(Group, new JsonObject { ["pin"] = true });
        await _phone.AppState.Chats.ArchiveAsync(Jid.FromPhoneNumber("15550003"));

        await using var another = await TestDevice.PairAsync(_sandbox, _phone);
        var synced = await Wait.ForAsync(() => another.Events.OfType<AppStateSynced>().FirstOrDefault(e => e.Collection == "regular_low"), "the snapshot");
        Assert.Equal([Friend, Group], synced.Changes.OfType<ChatPinChanged>().Where(e => e.IsPinned).Select(e => e.Chat).OrderBy(chat => chat.User.Length));

        await using var newcomer = await BaileysClient.PairAsync(_sandbox, _phone);
        await HasKeyAsync(newcomer);
        await another.Client.Chats.UnpinAsync(Friend);
        await Wait.UntilAsync(
            () => newcomer.Of("chat").Any(e => BaileysClient.Text(e, "id") == Group.ToString() && Number(e, "pinned") > 0)
                && newcomer.Of("chat").Any(e => BaileysClient.Text(e, "id") == Friend.ToString() && IsNull(e, "pinned")),
            "Baileys' snapshot");
    }

    private static bool Is(JsonElement e, string name, bool expected) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == (expected ? JsonValueKind.True : JsonValueKind.False);

    private static bool IsNull(JsonElement e, string name) => e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null;

    private static long? Number(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private Task<JsonElement> ModifyAsync(Jid chat, JsonObject change) =>
        _baileys.CallAsync("chatModify", new JsonObject { ["jid"] = chat.ToString(), ["change"] = change });

    private async Task<JsonElement> ToldAsync(string name, Func<JsonElement, bool> condition)
    {
        await Wait.UntilAsync(() => _baileys.Of(name).Any(condition), $"Baileys' event '{name}'");
        return _baileys.Of(name).First(condition);
    }

    private Task<JsonElement> AssociatedAsync(string type, string? message) => ToldAsync(
        "association", e => BaileysClient.Text(e, "type") == type && BaileysClient.Text(e, "message") == message && BaileysClient.Text(e, "chat") == Friend.ToString());

    private Task<T> TellsAsync<T>(Func<T, bool> condition)
        where T : AppStateEvent => Wait.ForAsync(() => _ours.Events.OfType<T>().FirstOrDefault(condition), typeof(T).Name);

    private static Task HasKeyAsync(BaileysClient client) => AppStateRig.UntilAsync(
        async () => (await client.CallAsync("account")).GetProperty("key").ValueKind == JsonValueKind.String, "Baileys' key");

    /// <summary>Waits until Baileys is where ours is: it leaves the sum as it is when a MAC does not verify.</summary>
    private async Task SameStateAsync()
    {
        foreach (var collection in (string[])["critical_block", "critical_unblock_low", "regular_high", "regular", "regular_low"])
        {
            var state = await _ours.Client.AppState.StateAsync(collection, CancellationToken.None);
            var expected = $"{state.Version} {Convert.ToHexStringLower(state.Hash.Span)}";
            await AppStateRig.UntilAsync(
                async () => BaileysClient.Text(await _baileys.CallAsync("collections"), collection) == expected, $"Baileys' {collection}");
        }

        Assert.Empty(_ours.Events.OfType<AppStateDamaged>());
    }
}

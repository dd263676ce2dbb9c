using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Two devices and the phone of one account see each other's changes.</summary>
public sealed class AppStateTests : IAsyncLifetime
{
    private static readonly Jid Friend = Jid.FromPhoneNumber("15550002");
    private static readonly Jid Group = new("120363000000000001", JidServer.Group);
    private static readonly DateTimeOffset Sent = DateTimeOffset.FromUnixTimeSeconds(1_760_000_000);

    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _phone = null!;
    private TestDevice _first = null!;
    private TestDevice _second = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _phone = await _sandbox.AddPhoneAsync("15550001");
        _first = await TestDevice.PairAsync(_sandbox, _phone);
        _second = await TestDevice.PairAsync(_sandbox, _phone);
        await AppStateRig.ReadyAsync(_first);
        await AppStateRig.ReadyAsync(_second);
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task What_one_device_does_with_a_chat_the_other_is_told()
    {
        var last = new LastMessage(new MessageReference(Friend, "3EB0LAST", Friend, false), Sent);
        var until = DateTimeOffset.FromUnixTimeMilliseconds(1_900_000_000_000);
        var chats = _first.Client.Chats;

        await chats.MuteAsync(Friend, until);
        await chats.PinAsync(Friend);
        await chats.ArchiveAsync(Friend, last);
        await chats.UnarchiveAsync(Friend, last);
        await chats.MarkUnreadAsync(Friend, last);
        await chats.MarkReadAsync(Friend, last);
        await chats.ClearAsync(Friend, last, starredToo: false, mediaToo: true);
        await chats.DeleteAsync(Friend, last, mediaToo: false);
        await chats.MuteAsync(Friend);
        await chats.UnmuteAsync(Friend);
        await chats.UnpinAsync(Friend);

        Assert.Equal(until, (await TellsAsync<ChatMuteChanged>(e => e.IsMuted && e.Until is not null)).Until);
        await TellsAsync<ChatMuteChanged>(e => e is { IsMuted: true, Until: null });
        await TellsAsync<ChatMuteChanged>(e => !e.IsMuted);
        await TellsAsync<ChatPinChanged>(e => e.IsPinned);
        var archived = await TellsAsync<ChatArchiveChanged>(e => e.IsArchived);
        Assert.Equal((Friend, Sent, last.Message), (archived.Chat, archived.Range!.LastMessage, Assert.Single(archived.Range.Messages).Message));
        await TellsAsync<ChatArchiveChanged>(e => !e.IsArchived);
        await TellsAsync<ChatReadChanged>(e => !e.IsRead);
        await TellsAsync<ChatReadChanged>(e => e.IsRead);
        var cleared = await TellsAsync<ChatCleared>(_ => true);
        Assert.Equal((false, true), (cleared.IncludesStarred, cleared.IncludesMedia));
        Assert.False((await TellsAsync<ChatDeleted>(_ => true)).IncludesMedia);
        await Wait.UntilAsync(() => Events(_second).OfType<ChatPinChanged>().Count(e => !e.IsPinned) == 2, "the unpinning by archiving and by hand");
        Assert.All(Events(_second), e => Assert.Equal((AppStateOperation.Set, false), (e.Operation, e.FromFullSync)));

        // The device that made the changes hears of them from the server too, each once.
        await Wait.UntilAsync(() => Events(_first).Count() >= Events(_second).Count(), "what the first device hears of its own changes");
        Assert.Equal(Events(_second).Select(e => e with { Timestamp = null }).ToArray().Length, Events(_first).Count());
        Assert.Empty(_first.Events.OfType<AppStateDamaged>());
    }

    [Fact]
    public async Task A_message_is_named_by_its_writer_only_in_groups()
    {
        var direct = new MessageReference(Friend, "3EB0DIRECT", Friend, false);
        var inGroup = new MessageReference(Group, "3EB0GROUP", Friend, false);
        var own = new MessageReference(Group, "3EB0OWN", _phone.Jid, true);

        await _first.Client.Chats.StarAsync(direct);
        await _first.Client.Chats.StarAsync(inGroup);
        await _first.Client.Chats.UnstarAsync(inGroup);
        await _first.Client.Chats.DeleteForMeAsync(own, Sent, mediaToo: false);
        await _first.Client.Chats.DeleteForMeAsync(inGroup, Sent);

        Assert.Equal(direct, (await TellsAsync<MessageStarChanged>(e => e.Message.Id == direct.Id)).Message);
        Assert.Equal(inGroup, (await TellsAsync<MessageStarChanged>(e => e.Message.Id == inGroup.Id && e.IsStarred)).Message);
        await TellsAsync<MessageStarChanged>(e => e.Message.Id == inGroup.Id && !e.IsStarred);
        var deleted = await TellsAsync<MessageDeletedForMe>(e => e.Message.Id == own.Id);
        Assert.Equal((own, Sent, false), (deleted.Message, deleted.SentAt, deleted.IncludesMedia));
        Assert.True((await TellsAsync<MessageDeletedForMe>(e => e.Message == inGroup)).IncludesMedia);
    }

    [Fact]
    public async Task The_address_book_is_the_same_on_all_devices_and_both_addresses_find_a_contact()
    {
        var friend = await _sandbox.AddPhoneAsync("15550002");
        await _phone.AppState.AddressBook.SaveAsync(Friend, "Bob Jones");
        await TellsAsync<ContactChanged>(e => e.Contact.Name == "Bob Jones");
        await _first.Client.AddressBook.SaveAsync(Jid.FromPhoneNumber("15550003"), "Carol", "Caro", saveOnPhone: false);
        await TellsAsync<ContactChanged>(e => e.Contact.Name == "Carol");

        var listed = await _second.Client.AddressBook.ListAsync();
        Assert.Equal(["Bob Jones", "Carol"], listed.Select(contact => contact.FullName).Order());
        Assert.Equal(("Bob", true), (listed.Single(c => c.Jid == Friend).FirstName, listed.Single(c => c.Jid == Friend).IsOnPhone));
        var found = await _second.Client.AddressBook.FindAsync(Jid.FromPhoneNumber("15550003"));
        Assert.Equal(("Caro", false), (found!.FirstName, found.IsOnPhone));

        // Once the LID is known, it finds the entry under the number, and a saved entry names both.
        await _second.Client.Messages.SendTextAsync(Friend, "hello");
        Assert.Equal("Bob Jones", (await _second.Client.AddressBook.FindAsync(friend.Lid))!.FullName);
        await _second.Client.AddressBook.SaveAsync(Friend, "Robert Jones");
        var renamed = await Wait.ForAsync(
            () => Events(_first).OfType<ContactChanged>().FirstOrDefault(e => e.Contact.FullName == "Robert Jones"), "the new name");
        Assert.Equal((Friend, friend.Lid), (renamed.Contact.PhoneJid, renamed.Contact.LidJid));

        await _first.Client.AddressBook.RemoveAsync(Friend);
        await TellsAsync<ContactChanged>(e => e.Operation == AppStateOperation.Remove && e.Contact.Jid == Friend);
        Assert.Equal("Carol", Assert.Single(await _second.Client.AddressBook.ListAsync()).FullName);
        Assert.Null(await _second.Client.AddressBook.FindAsync(Friend));
    }

    [Fact]
    public async Task Labels_and_quick_replies_are_made_changed_listed_and_deleted()
    {
        var labels = _first.Client.Labels;
        var label = await labels.CreateAsync("New customer", 3);
        await labels.SaveAsync(label with { Name = "Customer", Color = 4 });
        await labels.AddToChatAsync(label.Id, Friend);
        await labels.AddToMessageAsync(label.Id, new MessageReference(Friend, "3EB0LABEL", Friend, false));
        await TellsAsync<MessageLabelChanged>(e => e is { LabelId: "1", MessageId: "3EB0LABEL", IsLabeled: true });
        Assert.Equal(new Label("1", "Customer", 4), Assert.Single(await _second.Client.Labels.ListAsync()));
        Assert.Equal(Friend, Assert.Single(await _second.Client.Labels.ListChatsAsync("1")));
        Assert.Equal("2", (await labels.CreateAsync("Other", 19)).Id);
        await labels.RemoveFromMessageAsync(label.Id, new MessageReference(Friend, "3EB0LABEL", Friend, false));
        await labels.RemoveFromChatAsync(label.Id, Friend);
        await labels.DeleteAsync(label);
        await TellsAsync<LabelChanged>(e => e.IsDeleted);
        Assert.Equal("Other", Assert.Single(await _second.Client.Labels.ListAsync()).Name);
        Assert.Empty(await _second.Client.Labels.ListChatsAsync("1"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => labels.CreateAsync("No such colour", 20));

        var replies = _first.Client.QuickReplies;
        var reply = await replies.CreateAsync("hi", "Good morning", ["hello"]);
        await replies.SaveAsync(reply with { Message = "Good evening" });
        await TellsAsync<QuickReplyChanged>(e => e.QuickReply.Message == "Good evening");
        var listed = Assert.Single(await _second.Client.QuickReplies.ListAsync());
        Assert.Equal(("hi", "Good evening", "hello"), (listed.Shortcut, listed.Message, Assert.Single(listed.Keywords)));
        await replies.DeleteAsync(reply.Id);
        await TellsAsync<QuickReplyChanged>(e => e.IsDeleted);
        Assert.Empty(await _second.Client.QuickReplies.ListAsync());
    }

    [Fact]
    public async Task A_new_name_is_known_everywhere_and_shown_to_others()
    {
        var friend = await _sandbox.AddPhoneAsync("15550002");
        await _first.Client.AccountSettings.SetLinkPreviewsAsync(false);
        await _first.Client.AccountSettings.SetUnarchiveOnMessageAsync(true);
        await _first.Client.AccountSettings.SetNameAsync("Alice & Co");

        Assert.Equal("Alice & Co", (await TellsAsync<OwnNameChanged>(_ => true)).Name);
        Assert.False((await TellsAsync<LinkPreviewSettingChanged>(_ => true)).IsEnabled);
        Assert.True((await TellsAsync<UnarchiveSettingChanged>(_ => true)).IsEnabled);
        await using var other = await TestDevice.PairAsync(_sandbox, friend);
        await _second.Client.Messages.SendTextAsync(Friend, "from the second");
        Assert.Equal("Alice & Co", (await other.ReceivesAsync("from the second")).PushName);
    }

    [Fact]
    public async Task A_status_update_goes_to_all_contacts_or_all_but_some()
    {
        var bob = await _sandbox.AddPhoneAsync("15550002");
        var carol = await _sandbox.AddPhoneAsync("15550003");
        var stranger = await _sandbox.AddPhoneAsync("15550004");
        await _first.Client.AddressBook.SaveAsync(bob.Jid, "Bob");
        await _first.Client.AddressBook.SaveAsync(carol.Jid, "Carol");
        var status = new Jid("status", JidServer.Broadcast);

        await _first.Client.Messages.SendTextAsync(status, "for all");
        await Wait.UntilAsync(() => new[] { bob, carol, _phone }.All(phone => phone.Messages.Any(m => m.Text == "for all")), "the update");

        // The server names the one who is left out by LID; the entry has the number.
        _phone.ChooseStatusAudience([carol.Lid], isExcluded: true);
        await _first.Client.Messages.SendTextAsync(status, "not for Carol");
        await Wait.UntilAsync(() => new[] { bob, _phone }.All(phone => phone.Messages.Any(m => m.Text == "not for Carol")), "the second update");
        await _first.Client.Messages.SendTextAsync(carol.Jid, "last");
        await Wait.UntilAsync(() => carol.Messages.Any(m => m.Text == "last"), "the message after it");
        Assert.DoesNotContain(carol.Messages, m => m.Text == "not for Carol");
        Assert.DoesNotContain(stranger.Messages, m => m.Text.StartsWith("for all", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_device_that_was_away_or_is_new_catches_up()
    {
        var store = new MemorySessionStore();
        await using (var away = await TestDevice.PairAsync(_sandbox, _phone, store))
        {
            await AppStateRig.ReadyAsync(away);
        }

        for (var i = 0; i < 30; i++)
        {
            await _phone.AppState.Chats.PinAsync(Jid.FromPhoneNumber($"1555100{i:00}"));
        }

        await using var back = TestDevice.Create(_sandbox, store);
        await back.Client.ResumeAsync();
        await Wait.UntilAsync(() => Events(back).OfType<ChatPinChanged>().Count() == 30, "the changes it missed");
        Assert.Empty(back.Events.OfType<AppStateSynced>());

        await using var fresh = await TestDevice.PairAsync(_sandbox, _phone);
        var synced = await Wait.ForAsync(() => fresh.Events.OfType<AppStateSynced>().FirstOrDefault(), "the whole collection");
        Assert.Equal(("regular_low", 30, true, 30), (synced.Collection, synced.Version, synced.IsWhole, synced.Changes.Count));
        Assert.All(synced.Changes, change => Assert.True(change.FromFullSync));
    }

    [Fact]
    public async Task A_device_that_is_linked_anew_starts_over()
    {
        await _phone.AppState.AddressBook.SaveAsync(Friend, "Bob");
        await TellsAsync<ContactChanged>(_ => true);
        await _sandbox.RemoveDeviceAsync(_second.Client.Status.PhoneJid!.Value);
        await Wait.UntilAsync(() => _second.Client.Status.State == Core.ConnectionState.LoggedOut, "the logout");
        var other = await _sandbox.AddPhoneAsync("15550005");
        await other.AppState.AddressBook.SaveAsync(_phone.Jid, "Alice");

        await _second.PairAsync(other);

        await Wait.UntilAsync(() => _second.Events.OfType<AppStateSynced>().Any(e => e.Collection == "critical_unblock_low"), "the other account's contacts");
        Assert.Equal("Alice", Assert.Single(await _second.Client.AddressBook.ListAsync()).FullName);
    }

    private static IEnumerable<AppStateEvent> Events(TestDevice device) => device.Events.OfType<AppStateEvent>();

    private Task<T> TellsAsync<T>(Func<T, bool> condition)
        where T : AppStateEvent => Wait.ForAsync(() => Events(_second).OfType<T>().FirstOrDefault(condition), typeof(T).Name);
}

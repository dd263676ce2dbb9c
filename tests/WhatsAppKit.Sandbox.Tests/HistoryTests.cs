using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.History;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Media;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>The history a phone hands to its linked devices.</summary>
public sealed class HistoryTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddDays(-2);

    [Fact]
    public async Task A_new_device_gets_chats_names_and_messages_and_hears_when_that_is_all()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        var friend = await sandbox.AddPhoneAsync("15550002");
        phone.History.MessagesPerPart = 7;
        phone.History.Seed(friend.Number, Talk(10), "Friend");
        phone.History.Seed("120363000000000001@g.us", [new("to all", Start, From: friend.Number)], "Team");
        phone.History.SeedName(friend.Number, "Freddie");

        await using var device = await TestDevice.PairAsync(sandbox, phone);

        await CompleteAsync(device);
        var chats = device.Events.OfType<HistoryChatsReceived>().Where(batch => batch.Kind == HistoryKind.InitialBootstrap).SelectMany(batch => batch.Chats).ToArray();
        Assert.Equal(["Friend", "Team"], chats.Select(chat => chat.Name));
        Assert.Equal((friend.Jid, friend.Lid), (chats[0].Chat, chats[0].Alternate));
        Assert.False(chats[0].HasMore);
        var name = Assert.Single(device.Events.OfType<HistoryNamesReceived>().SelectMany(batch => batch.Names));
        Assert.Equal((friend.Jid, "Freddie"), (name.Person, name.PushName));

        var recent = Messages(device, HistoryKind.Recent).ToArray();
        Assert.Equal([.. Enumerable.Range(0, 10).Reverse().Select(i => $"message {i}"), "to all"], recent.Select(TextOf));
        Assert.All(recent[..10], message => Assert.Equal((friend.Jid, friend.Lid), (message.Event.Chat, message.Event.ChatAlternate!.Value)));
        Assert.Equal(Enumerable.Range(0, 10).Reverse().Select(i => i % 3 == 0), recent[..10].Select(message => message.Event.FromMe));
        Assert.Equal(friend.Jid, recent[^1].Event.Sender);
        Assert.Equal(3, Messages(device, HistoryKind.InitialBootstrap).Count(message => message.Event.Chat == friend.Jid));
        Assert.Empty(device.Received);

        // All of it is done with, on both sides.
        await Wait.UntilAsync(() => sandbox.Core.Accounts.FindDevice(device.Client.Status.PhoneJid!.Value)!.Pending.Count == 0, "the receipts");
    }

    [Fact]
    public async Task A_device_takes_only_what_its_options_allow()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        phone.History.Seed("15550002", [new("old", Start.AddDays(-40)), .. Talk(10)]);
        phone.History.Seed("15550003", [new(new string('x', 5000), Start), new("short", Start.AddDays(-1))]);
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), TestDevice.Options(sandbox) with
        {
            History = new HistoryOptions { Depth = TimeSpan.FromDays(30), MaxMessagesPerChat = 4, MaxMessageBytes = 4096, BatchSize = 3 },
        });

        await device.PairAsync(phone);

        var done = await CompleteAsync(device);
        Assert.Equal(["message 9", "message 8", "message 7", "message 6", "short"], Messages(device, HistoryKind.Recent).Select(TextOf));
        Assert.Equal((5, 7), (done.Messages, done.PassedOver));
        Assert.All(device.Events.OfType<HistoryReceived>(), batch => Assert.InRange(batch.Messages.Count, 1, 3));
    }

    [Fact]
    public async Task A_device_that_wants_no_history_confirms_it_and_raises_nothing()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        phone.History.Seed("15550002", Talk(5));
        await using var device = TestDevice.Create(sandbox, new MemorySessionStore(), TestDevice.Options(sandbox) with { History = new HistoryOptions { IsEnabled = false } });

        await device.PairAsync(phone);
        await phone.SendTextAsync(phone.Number, "after the history");

        await device.ReceivesAsync("after the history");
        await Wait.UntilAsync(() => sandbox.Core.Accounts.FindDevice(device.Client.Status.PhoneJid!.Value)!.Pending.Count == 0, "the receipts");
        Assert.DoesNotContain(device.Events, happened => happened is HistoryReceived or HistoryChatsReceived or HistoryProgress);
    }

    [Fact]
    public async Task A_new_device_gets_what_the_phone_and_its_other_devices_wrote_and_received()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        var friend = await sandbox.AddPhoneAsync("15550002");
        await using var first = await TestDevice.PairAsync(sandbox, phone);
        await phone.SendTextAsync(friend.Number, "from the phone");
        await first.Client.Messages.SendTextAsync(friend.Jid, "from the device");
        await friend.SendTextAsync(phone.Number, "from the friend");
        await Wait.UntilAsync(() => phone.Messages.Count == 2, "the messages on the phone");

        await using var second = await TestDevice.PairAsync(sandbox, phone);

        await CompleteAsync(second);
        var texts = Messages(second, HistoryKind.Recent).ToDictionary(TextOf, message => (message.Event.FromMe, message.Event.Chat));
        Assert.Equal(3, texts.Count);
        Assert.Equal((true, friend.Jid), texts["from the phone"]);
        Assert.Equal((true, friend.Jid), texts["from the device"]);
        Assert.Equal((false, friend.Jid), texts["from the friend"]);
    }

    [Fact]
    public async Task Older_messages_come_on_request_until_there_are_no_more()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        phone.History.Seed("15550002", Talk(10));
        await using var device = await TestDevice.PairAsync(sandbox, phone);
        await CompleteAsync(device);
        var newest = (MessageReceived)Messages(device, HistoryKind.Recent).First().Event;

        var first = await device.Client.History.RequestAsync(newest.Reference, newest.Timestamp, 6);
        var last = (MessageReceived)first.Messages[^1].Event;
        var second = await device.Client.History.RequestAsync(last.Reference, last.Timestamp, 6);

        Assert.Equal((6, true), (first.Messages.Count, first.HasMore));
        Assert.Equal(["message 2", "message 1", "message 0"], second.Messages.Select(TextOf));
        Assert.False(second.HasMore);
        await Wait.UntilAsync(() => Messages(device, HistoryKind.OnDemand).Count() == 9, "the events");
    }

    [Fact]
    public async Task Everything_comes_on_request_when_the_phone_agrees()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        phone.History.Seed("15550002", Talk(10));
        await using var device = await TestDevice.PairAsync(sandbox, phone);
        await CompleteAsync(device);

        var request = await device.Client.History.RequestFullAsync();
        await Wait.UntilAsync(() => device.Events.OfType<HistoryProgress>().Any(done => done is { Kind: HistoryKind.Full, Percentage: 100 }), "everything");
        phone.History.SharesEverything = false;
        var refusal = await Assert.ThrowsAsync<HistoryUnavailableException>(() => device.Client.History.RequestFullAsync());

        Assert.All(device.Events.OfType<HistoryReceived>().Where(batch => batch.Kind == HistoryKind.Full), batch => Assert.Equal(request, batch.RequestId));
        Assert.Equal(10, Messages(device, HistoryKind.Full).Count());
        Assert.Equal(HistoryUnavailableReason.Declined, refusal.Reason);
    }

    [Fact]
    public async Task A_phone_that_does_not_answer_is_not_waited_for_for_ever()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        await using var device = TestDevice.Create(
            sandbox, new MemorySessionStore(), TestDevice.Options(sandbox) with { History = new HistoryOptions { RequestTimeout = TimeSpan.FromMilliseconds(50) } });
        await device.PairAsync(phone);
        phone.History.AnswersRequests = false;

        var refusal = await Assert.ThrowsAsync<HistoryUnavailableException>(
            () => device.Client.History.RequestAsync(new MessageReference(Jid.FromPhoneNumber("15550002"), "3EB0", Jid.FromPhoneNumber("15550002"), false), Start));

        Assert.Equal((HistoryUnavailableReason.NoAnswer, true), (refusal.Reason, refusal.IsTransient));
    }

    [Fact]
    public async Task A_part_that_the_host_lost_is_uploaded_again_by_the_phone()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        phone.History.Seed("15550002", Talk(5));
        sandbox.Media.Add(new MediaFault(MediaOperation.Download) { Status = 404 });

        await using var device = await TestDevice.PairAsync(sandbox, phone);

        await CompleteAsync(device);
        Assert.Equal(5, Messages(device, HistoryKind.Recent).Count());
    }

    [Fact]
    public async Task A_damaged_part_is_asked_for_once_more_and_its_failure_is_told_after_that()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        phone.History.Seed("15550002", Talk(5));
        var damaged = 0;
        phone.History.Damage = (type, packed) =>
        {
            if (type == Core.Protobuf.HistorySyncType.Recent)
            {
                damaged++;
                packed[packed.Length / 2] ^= 0x55;
            }

            return packed;
        };

        await using var device = await TestDevice.PairAsync(sandbox, phone);

        var failed = await Wait.ForAsync(() => device.Events.OfType<HistoryFailed>().FirstOrDefault(), "the failure");
        Assert.Equal((HistoryKind.Recent, 1, 2), (failed.Kind, failed.ChunkOrder, damaged));
    }

    [Fact]
    public async Task Reading_goes_on_after_a_restart()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        phone.History.Seed("15550002", Talk(5));
        var store = new MemorySessionStore();

        // The host does not get anywhere while the first process lives.
        sandbox.Media.Add(new MediaFault(MediaOperation.Download) { Delay = TimeSpan.FromHours(1) });
        await using (var first = await TestDevice.PairAsync(sandbox, phone, store))
        {
            await Wait.UntilAsync(() => sandbox.Core.Accounts.FindDevice(first.Client.Status.PhoneJid!.Value)!.Pending.Count == 0, "the receipts");
            Assert.Empty(Messages(first, HistoryKind.Recent));
        }

        await using var second = TestDevice.Create(sandbox, store);
        await second.Client.ResumeAsync();

        await CompleteAsync(second);
        Assert.Equal(5, Messages(second, HistoryKind.Recent).Count());
    }

    [Fact]
    public async Task A_device_that_pairs_with_another_account_does_not_read_what_waited_for_the_first()
    {
        await using var sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        var phone = await sandbox.AddPhoneAsync("15550001");
        phone.History.Seed("15550002", Talk(5));
        var store = new MemorySessionStore();
        sandbox.Media.Add(new MediaFault(MediaOperation.Download) { Delay = TimeSpan.FromHours(1), Times = int.MaxValue });
        await using (var first = await TestDevice.PairAsync(sandbox, phone, store))
        {
            await Wait.UntilAsync(() => sandbox.Core.Accounts.FindDevice(first.Client.Status.PhoneJid!.Value)!.Pending.Count == 0, "the receipts");
            await first.Client.LogoutAsync();
        }

        sandbox.Media.ClearFaults();
        var other = await sandbox.AddPhoneAsync("15550003");
        other.History.Seed("15550004", [new("of the other account", Start)]);
        await using var second = await TestDevice.PairAsync(sandbox, other, store);

        await CompleteAsync(second);
        Assert.Equal(["of the other account"], Messages(second, HistoryKind.Recent).Select(TextOf));
    }

    private static IEnumerable<SandboxHistoryMessage> Talk(int count) =>
        Enumerable.Range(0, count).Select(i => new SandboxHistoryMessage($"message {i}", Start.AddMinutes(i), FromMe: i % 3 == 0));

    private static Task<HistoryProgress> CompleteAsync(TestDevice device) =>
        Wait.ForAsync(() => device.Events.OfType<HistoryProgress>().FirstOrDefault(done => done.IsComplete), "the end of the history");

    private static IEnumerable<HistoryMessage> Messages(TestDevice device, HistoryKind kind) =>
        device.Events.OfType<HistoryReceived>().Where(batch => batch.Kind == kind).SelectMany(batch => batch.Messages);

    private static string TextOf(HistoryMessage message) => ((MessageReceived)message.Event).Text!;
}

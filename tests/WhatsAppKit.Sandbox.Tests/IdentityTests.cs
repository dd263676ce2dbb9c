using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>What happens when WhatsApp is installed anew on somebody's phone.</summary>
public sealed class IdentityTests : IAsyncLifetime
{
    private readonly WireLog _wire = new();
    private readonly MemorySessionStore _store = new();
    private WhatsAppSandbox _sandbox = null!;
    private SandboxPhone _alicePhone = null!;
    private SandboxPhone _bob = null!;
    private TestDevice _alice = null!;
    private Jid _group;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await WhatsAppSandbox.StartAsync(loggers: TestLog.Factory);
        _sandbox.Faults.Sending = _wire.Note;
        _alicePhone = await _sandbox.AddPhoneAsync("15550001");
        _bob = await _sandbox.AddPhoneAsync("15550002");
        _alice = await TestDevice.PairAsync(_sandbox, _alicePhone, _store);
        _group = (await _alice.Client.Groups.CreateAsync("Trip", [_bob.Jid])).Jid;
        await _alice.Client.Messages.SendTextAsync(_group, "to the group");
        await _alice.Client.Messages.SendTextAsync(_bob.Jid, "to Bob");
        await _bob.SendTextAsync("15550001", "to Alice");
        await _alice.ReceivesAsync("to Alice");
    }

    public async ValueTask DisposeAsync()
    {
        await _alice.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task An_announced_change_drops_the_sessions_and_gives_the_group_key_again()
    {
        var before = await IdentityAsync();
        _bob = await _sandbox.ReinstallPhoneAsync("15550002");

        await ChangedAsync(isImplicit: false);
        Assert.Null(await _store.GetAsync(StoreKind.Session, Address));
        Assert.Null(await _store.GetAsync(StoreKind.Identity, Address));
        await _alice.Client.Messages.SendTextAsync(_group, "to the new phone in the group");
        await _alice.Client.Messages.SendTextAsync(_bob.Jid, "to the new phone");
        await ReadsAsync("to the new phone in the group");
        await ReadsAsync("to the new phone");

        Assert.Equal([_bob.Lid], _wire.GroupMessages[^1].Keys.Select(copy => copy.To));
        Assert.NotEqual(before, await IdentityAsync());
        Assert.Single(_alice.Events.OfType<IdentityChanged>());
        Assert.Empty(_alice.Events.OfType<MessageUndecryptable>());
    }

    [Fact]
    public async Task A_first_message_with_a_new_identity_is_believed_once_it_is_authenticated()
    {
        _bob = await _sandbox.ReinstallPhoneAsync("15550002", announce: false);
        await _bob.SendTextAsync("15550001", "it is me");

        await _alice.ReceivesAsync("it is me");
        await ChangedAsync(isImplicit: true);
        await _alice.Client.Messages.SendTextAsync(_group, "to the new phone in the group");
        await ReadsAsync("to the new phone in the group");
        Assert.Equal([_bob.Lid], _wire.GroupMessages[^1].Keys.Select(copy => copy.To));
    }

    [Fact]
    public async Task A_forged_first_message_with_another_identity_changes_nothing()
    {
        var session = await _store.GetAsync(StoreKind.Session, Address);
        var identity = await IdentityAsync();
        var former = _bob;
        _bob = await _sandbox.ReinstallPhoneAsync("15550002", announce: false);
        _sandbox.Faults.CorruptNext(_alice.Client.Status.LidJid!.Value);
        await _bob.SendTextAsync("15550001", "damaged");
        await Wait.UntilAsync(() => _alice.Events.OfType<MessageUndecryptable>().Any(), "the failure");

        // The one damaged message: its repetition, which is genuine, may follow at any time.
        var failure = _alice.Events.ToList().FindIndex(e => e is MessageUndecryptable);
        Assert.DoesNotContain(_alice.Events.Take(failure + 1), e => e is IdentityChanged);
        await _alice.ReceivesAsync("damaged");
        await ChangedAsync(isImplicit: true);
        Assert.NotEqual(identity, await IdentityAsync());
        Assert.NotEqual(session, await _store.GetAsync(StoreKind.Session, Address));
        Assert.NotSame(former, _bob);
    }

    [Fact]
    public async Task A_silent_change_is_noticed_when_the_new_phone_cannot_read()
    {
        _bob = await _sandbox.ReinstallPhoneAsync("15550002", announce: false);

        await _alice.Client.Messages.SendTextAsync(_bob.Jid, "who are you?");
        await ReadsAsync("who are you?");

        await ChangedAsync(isImplicit: true);
        await _alice.Client.Messages.SendTextAsync(_group, "to the new phone in the group");
        await ReadsAsync("to the new phone in the group");
    }

    [Fact]
    public async Task An_announcement_about_a_linked_device_or_about_ourselves_is_ignored()
    {
        var session = await _store.GetAsync(StoreKind.Session, Address);
        foreach (var from in new[] { _bob.Jid.WithDevice(3), _alicePhone.Jid, _alicePhone.Lid })
        {
            await _sandbox.Core.Server.Delivery.DeliverAsync(_sandbox.Core.Accounts.FindDevice(_alice.Client.Status.LidJid!.Value)!, new BinaryNode(
                "notification", [("from", from), ("type", "encrypt"), ("id", "77" + from), ("t", "1700000000")], new BinaryNode("identity")));
        }

        await _bob.SendTextAsync("15550001", "the end");
        await _alice.ReceivesAsync("the end");
        Assert.Empty(_alice.Events.OfType<IdentityChanged>());
        Assert.NotNull(session);
        Assert.NotNull(await _store.GetAsync(StoreKind.Session, Address));
    }

    private string Address => new SignalAddress(_bob.Lid).Key;

    private async Task<byte[]> IdentityAsync() => Assert.NotNull(await _store.GetAsync(StoreKind.Identity, Address)).ToArray();

    private Task ReadsAsync(string text) => Wait.UntilAsync(() => _bob.Messages.Any(m => m.Text == text), $"Bob's '{text}'");

    private async Task ChangedAsync(bool isImplicit)
    {
        var change = await Wait.ForAsync(() => _alice.Events.OfType<IdentityChanged>().FirstOrDefault(), "the news of the identity");
        Assert.Equal(isImplicit, change.IsImplicit);
        Assert.Contains(change.User, new[] { _bob.Jid, _bob.Lid });
    }
}

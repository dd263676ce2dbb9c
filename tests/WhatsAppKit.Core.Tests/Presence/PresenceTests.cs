using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Presence;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Core.Tests.Session;

namespace WhatsAppKit.Core.Tests.Presence;

/// <summary>The stanzas of presence and typing, in the shapes the server and the web client give them.</summary>
public sealed class PresenceTests : IAsyncLifetime
{
    private static readonly Jid Friend = Jid.Parse("100000000000001@lid");
    private static readonly Jid Group = Jid.Parse("120363000000000001@g.us");
    private static readonly Jid OwnPhone = Jid.Parse("15551234567:4@s.whatsapp.net");
    private static readonly Jid OwnLid = Jid.Parse("100000000000009:4@lid");

    private readonly ScriptedSession _session = new();
    private readonly EventHub _events = new(64);
    private readonly EventSubscription _subscription;
    private readonly DeviceState _state;
    private readonly Availability _availability;
    private readonly PresenceService _presence;

    public PresenceTests()
    {
        _subscription = _events.Subscribe();
        var store = new MemorySessionStore();
        _state = new DeviceState(store, _events);
        _availability = new Availability(_session);
        _presence = new PresenceService(
            _session, _state, _availability, new PrivacyTokenStore(store, _state.LidMap, TimeProvider.System), _events, TimeProvider.System);
    }

    public static TheoryData<string?, string?, string?, bool, long?, bool, int?> Told => new()
    {
        { null, null, null, true, null, false, null },
        { "available", null, null, true, null, false, null },
        { "unavailable", "1700000000", null, false, 1700000000, false, null },
        { "unavailable", "deny", null, false, null, true, null },
        { "unavailable", "none", null, false, null, true, null },
        { "unavailable", null, null, false, null, false, null },
        { "unavailable", "99999999999999999", null, false, null, false, null },
        { null, null, "17", true, null, false, 17 },
        { null, null, "-1", true, null, false, null },
    };

    public async ValueTask InitializeAsync()
    {
        await _state.LoadAsync(default);
        await _state.UpdateCredentialsAsync(credentials => credentials with { PhoneJid = OwnPhone, LidJid = OwnLid, PushName = "A@da" }, default);
    }

    public ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        return _state.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Told))]
    public async Task Presence_is_read_as_the_server_tells_it(
        string? type, string? last, string? count, bool isAvailable, long? lastSeen, bool isHidden, int? online)
    {
        await _session.ReceiveAsync(new BinaryNode("presence", [("from", Friend.WithDevice(2)), ("type", type), ("last", last), ("count", count)]));

        var seen = lastSeen is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : (DateTimeOffset?)null;
        Assert.Equal(new PresenceChanged(Friend, isAvailable, seen, isHidden, online), await NextAsync());
    }

    [Theory]
    [InlineData("composing", null, TypingState.Composing)]
    [InlineData("composing", "audio", TypingState.Recording)]
    [InlineData("composing", "text", TypingState.Composing)]
    [InlineData("paused", null, TypingState.Paused)]
    public async Task Typing_is_read_as_the_server_tells_it(string tag, string? media, TypingState state)
    {
        var child = new BinaryNode(tag, [("media", media)]);
        await _session.ReceiveAsync(new BinaryNode("chatstate", [("from", Friend)], child));
        await _session.ReceiveAsync(new BinaryNode("chatstate", [("from", Group), ("participant", Friend.WithDevice(1))], child));

        Assert.Equal(new TypingChanged(Friend, Friend, state), await NextAsync());
        Assert.Equal(new TypingChanged(Group, Friend, state), await NextAsync());
    }

    [Fact]
    public async Task What_is_no_presence_is_passed_over()
    {
        await _session.ReceiveAsync(new BinaryNode("presence"));
        await _session.ReceiveAsync(new BinaryNode("presence", [("from", Friend), ("type", "subscribe")]));
        await _session.ReceiveAsync(new BinaryNode("chatstate", [("from", Friend)]));
        await _session.ReceiveAsync(new BinaryNode("chatstate", [("from", Friend)], new BinaryNode("unheard-of")));
        await _session.ReceiveAsync(new BinaryNode("chatstate", null, new BinaryNode("paused")));
        await _session.ReceiveAsync(new BinaryNode("presence", [("from", Friend)]));

        Assert.IsType<PresenceChanged>(await NextAsync());
    }

    [Fact]
    public async Task Going_online_tells_the_name_and_counts_for_this_connection_only()
    {
        Assert.False(_availability.IsTold);

        await _presence.SetAvailableAsync(true);

        Assert.Equal(["ib", "presence"], _session.Sent.Select(node => node.Tag));
        Assert.Matches("^[0-9]{1,9}$", _session.Sent[0].Child("unified_session")!["id"]!);
        Assert.Equal(("available", "Ada"), (_session.Sent[1]["type"], _session.Sent[1]["name"]));
        Assert.True(_availability.IsTold);
        _session.ConnectionNumber++;
        Assert.False(_availability.IsTold);

        await _presence.SetAvailableAsync(false);
        Assert.Equal(("unavailable", "Ada"), (_session.Sent[^1]["type"], _session.Sent[^1]["name"]));
        Assert.False(_availability.IsTold);
    }

    [Fact]
    public async Task Without_a_name_nobody_goes_online()
    {
        await _state.UpdateCredentialsAsync(credentials => credentials with { PushName = null }, default);

        await Assert.ThrowsAsync<OwnNameUnknownException>(() => _presence.SetAvailableAsync(true));
        await _presence.SetAvailableAsync(false);

        Assert.Empty(_session.Sent);
        Assert.False(_availability.IsTold);
    }

    [Fact]
    public async Task The_name_is_learned_from_own_messages_only()
    {
        var names = new OwnName(_state);
        await names.LearnAsync(new BinaryNode("message", [("from", Friend), ("notify", "Friend")]), default);
        await names.LearnAsync(new BinaryNode("message", [("from", Group), ("participant", Friend), ("notify", "Friend")]), default);
        await names.LearnAsync(new BinaryNode("message", [("from", OwnLid.ToUser()), ("notify", "-")]), default);
        await names.LearnAsync(new BinaryNode("message", [("from", OwnLid.ToUser()), ("notify", new string('x', 257))]), default);
        Assert.Equal("A@da", _state.Credentials.PushName);

        await names.LearnAsync(new BinaryNode("message", [("from", Group), ("participant", OwnLid.ToUser()), ("notify", "Countess")]), default);
        Assert.Equal("Countess", _state.Credentials.PushName);
    }

    [Fact]
    public async Task A_new_connection_gets_what_the_one_before_was_told()
    {
        await _presence.SubscribeAsync(Friend.WithDevice(3));
        await _presence.SetAvailableAsync(true);
        await _presence.SubscribeAsync(Friend);
        await _presence.SubscribeAsync(Group);
        var before = _session.Sent.Count;
        _session.ConnectionNumber++;

        await _presence.RestoreAsync(default);

        Assert.True(_availability.IsTold);
        Assert.Equal(
            ["ib||", "presence|available|", $"presence|subscribe|{Friend}", $"presence|subscribe|{Group}"],
            _session.Sent.Skip(before).Select(node => $"{node.Tag}|{node["type"]}|{node.Jid("to")}"));
    }

    [Fact]
    public async Task Old_subscriptions_give_way_to_new_ones()
    {
        for (var i = 0; i <= PresenceService.MaxSubscriptions; i++)
        {
            await _presence.SubscribeAsync(Jid.FromPhoneNumber($"{15550000000 + i}"));
        }

        var before = _session.Sent.Count;
        await _presence.RestoreAsync(default);

        Assert.Equal(PresenceService.MaxSubscriptions, _session.Sent.Count - before);
        Assert.Equal(Jid.FromPhoneNumber("15550000001"), _session.Sent[before].Jid("to"));
    }

    [Theory]
    [InlineData(TypingState.Composing, "composing", null)]
    [InlineData(TypingState.Recording, "composing", "audio")]
    [InlineData(TypingState.Paused, "paused", null)]
    public async Task Typing_is_told_in_the_form_of_the_chat(TypingState state, string tag, string? media)
    {
        await _presence.SetTypingAsync(Friend.WithDevice(2), state);
        await _presence.SetTypingAsync(Jid.FromPhoneNumber("15550000002"), state);

        Assert.Equal((Friend, OwnLid.ToUser()), (_session.Sent[0].Jid("to"), _session.Sent[0].Jid("from")));
        Assert.Equal(OwnPhone.ToUser(), _session.Sent[1].Jid("from"));
        var child = Assert.Single(_session.Sent[0].Children);
        Assert.Equal((tag, media), (child.Tag, child["media"]));
    }

    [Fact]
    public async Task Only_people_and_groups_can_be_asked_about()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _presence.SubscribeAsync(Jid.Parse("status@broadcast")));
        await Assert.ThrowsAsync<ArgumentException>(() => _presence.SetTypingAsync(default, TypingState.Paused));
        Assert.Empty(_session.Sent);
    }

    private async Task<WhatsAppEvent> NextAsync()
    {
        await foreach (var happened in _subscription.ReadAllAsync())
        {
            return happened;
        }

        throw new InvalidOperationException("The stream has ended.");
    }
}

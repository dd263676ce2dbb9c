using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Tests.Pairing;
using WhatsAppKit.Core.Tests.Session;

namespace WhatsAppKit.Core.Tests.Messages;

/// <summary>Which receipts are sent for what was read, and what those of our other devices mean.</summary>
public sealed class ReadMarkerTests
{
    private static readonly Jid Friend = Jid.Parse("100000000000001@lid");
    private static readonly Jid Other = Jid.Parse("100000000000002@lid");
    private static readonly Jid Group = Jid.Parse("120363000000000001@g.us");

    private readonly ScriptedSession _session = new();
    private readonly ReadReceiptSetting _setting;
    private readonly ReadMarker _marker;

    public ReadMarkerTests()
    {
        _session.Answer = _ => Task.FromResult(Privacy("all"));
        _setting = new ReadReceiptSetting(_session);
        _marker = new ReadMarker(_session, _setting, TimeProvider.System);
    }

    [Fact]
    public async Task One_receipt_for_each_chat_and_writer()
    {
        await _marker.MarkAsync(
            [Of(Friend, "a", Friend.WithDevice(3)), Of(Group, "b", Friend), Of(Group, "c", Other), Of(Friend, "d", Friend), Of(Group, "e", Other.WithDevice(2)), Own(Friend, "f")],
            "read",
            default);

        Assert.Equal(
            [$"{Friend}||read|a,d", $"{Group}|{Friend}|read|b", $"{Group}|{Other}|read|c,e"],
            _session.Sent.Select(Text));
        Assert.All(_session.Sent, receipt => Assert.InRange(receipt.Number("t")!.Value, 1_700_000_000, 99_999_999_999));
    }

    [Fact]
    public async Task At_most_256_ids_in_one_receipt_and_each_once()
    {
        await _marker.MarkAsync([.. Enumerable.Range(0, 600).Select(i => Of(Friend, $"{i % 513}", Friend))], "read", default);

        Assert.Equal([256, 256, 1], _session.Sent.Select(Ids).Select(ids => ids.Length));
        Assert.Equal(Enumerable.Range(0, 513).Select(i => $"{i}"), _session.Sent.SelectMany(Ids));
    }

    [Theory]
    [InlineData("all", "read", "read")]
    [InlineData("none", "read", "read-self")]
    [InlineData("anything", "read", "read-self")]
    [InlineData("all", "played", "played")]
    [InlineData("none", "played", "played-self")]
    public async Task The_owners_setting_decides_who_is_told(string setting, string kind, string type)
    {
        _session.Answer = _ => Task.FromResult(Privacy(setting));

        await _marker.MarkAsync([Of(Friend, "a", Friend)], kind, default);

        Assert.Equal(type, Assert.Single(_session.Sent)["type"]);
    }

    [Fact]
    public async Task A_channel_is_never_told()
    {
        var channel = Jid.Parse("120363000000000009@newsletter");

        await _marker.MarkAsync([Of(channel, "a", channel)], "read", default);

        Assert.Equal("read-self", Assert.Single(_session.Sent)["type"]);
    }

    [Fact]
    public async Task The_setting_is_asked_for_once_and_again_after_it_changed()
    {
        await _marker.MarkAsync([Of(Friend, "a", Friend)], "read", default);
        await _marker.MarkAsync([Of(Friend, "b", Friend)], "read", default);
        Assert.Single(_session.Asked);

        _session.Answer = _ => Task.FromResult(Privacy("none"));
        await _setting.HandleAsync(new BinaryNode("notification", [("type", "account_sync")], new BinaryNode("devices")), default);
        await _marker.MarkAsync([Of(Friend, "c", Friend)], "read", default);
        await _setting.HandleAsync(new BinaryNode("notification", [("type", "account_sync")], new BinaryNode("privacy")), default);
        await _marker.MarkAsync([Of(Friend, "d", Friend)], "read", default);

        Assert.Equal(2, _session.Asked.Count);
        Assert.Equal(["read", "read", "read", "read-self"], _session.Sent.Select(receipt => receipt["type"]));
    }

    [Fact]
    public async Task An_answer_that_a_change_overtook_is_not_kept()
    {
        var answer = new TaskCompletionSource<BinaryNode>();
        _session.Answer = _ => answer.Task;
        var marking = _marker.MarkAsync([Of(Friend, "a", Friend)], "read", default);
        _setting.Forget();
        answer.SetResult(Privacy("all"));
        await marking;

        _session.Answer = _ => Task.FromResult(Privacy("none"));
        await _marker.MarkAsync([Of(Friend, "b", Friend)], "read", default);

        Assert.Equal("read-self", _session.Sent[^1]["type"]);
    }

    [Fact]
    public async Task Nothing_to_tell_asks_and_sends_nothing_and_a_nameless_message_is_refused()
    {
        await _marker.MarkAsync([], "read", default);
        await _marker.MarkAsync([Own(Friend, "a")], "read", default);
        await Assert.ThrowsAsync<ArgumentException>(() => _marker.MarkAsync([Of(Friend, "a", Friend), Of(Friend, "", Friend)], "read", default));

        Assert.Empty(_session.Asked);
        Assert.Empty(_session.Sent);
    }

    [Theory]
    [InlineData("15551234567:2@s.whatsapp.net", null, "100000000000001@lid", "read", "100000000000001@lid", false)]
    [InlineData("15551234567@s.whatsapp.net", null, "100000000000001@lid", "read-self", "100000000000001@lid", false)]
    [InlineData("15551234567:2@s.whatsapp.net", null, "100000000000001@lid", "played-self", "100000000000001@lid", true)]
    [InlineData("120363000000000001@g.us", "15551234567:2@s.whatsapp.net", null, "read-self", "120363000000000001@g.us", false)]
    [InlineData("120363000000000001@g.us", "15551234567:2@s.whatsapp.net", null, "played", "120363000000000001@g.us", true)]
    [InlineData("15551234567:2@s.whatsapp.net", null, "100000000000001@lid", "sender", null, false)]
    [InlineData("15551234567:2@s.whatsapp.net", null, "100000000000001@lid", null, null, false)]
    [InlineData("100000000000001@lid", null, null, "read", null, false)]
    [InlineData("120363000000000001@g.us", "100000000000001@lid", null, "read", null, false)]
    [InlineData("120363000000000001@g.us", null, null, "read-self", null, false)]
    public void A_receipt_of_an_own_device_tells_what_was_read_there(
        string from, string? participant, string? recipient, string? type, string? chat, bool isPlayed)
    {
        var credentials = VectorCredentials.Create() with { PhoneJid = Jid.Parse("15551234567:1@s.whatsapp.net") };
        var receipt = new BinaryNode(
            "receipt",
            [("from", Jid.Parse(from)), ("id", "a"), ("type", type), ("participant", Jidded(participant)), ("recipient", Jidded(recipient))]);

        var happened = OwnReceipts.Read(receipt, credentials, ["a"], DateTimeOffset.UnixEpoch);

        Assert.Equal(chat, happened?.Chat.ToString());
        Assert.Equal(isPlayed, happened?.IsPlayed ?? false);
    }

    private static Jid? Jidded(string? text) => text is null ? null : Jid.Parse(text);

    private static MessageReference Of(Jid chat, string id, Jid sender) => new(chat, id, sender, FromMe: false);

    private static MessageReference Own(Jid chat, string id) => new(chat, id, Jid.Parse("15551234567@s.whatsapp.net"), FromMe: true);

    private static BinaryNode Privacy(string readReceipts) =>
        new("iq", [("type", "result")], new BinaryNode(
            "privacy",
            null,
            new BinaryNode("category", [("name", "last"), ("value", "all")]),
            new BinaryNode("category", [("name", "readreceipts"), ("value", readReceipts)])));

    private static string[] Ids(BinaryNode receipt) =>
        [receipt["id"]!, .. receipt.Child("list")?.ChildrenOf("item").Select(item => item["id"]!) ?? []];

    private static string Text(BinaryNode receipt) => $"{receipt.Jid("to")}|{receipt.Jid("participant")}|{receipt["type"]}|{string.Join(',', Ids(receipt))}";
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Observation;
using WhatsAppKit.Sandbox.State;
using WhatsAppKit.Sandbox.Strict;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>Each rule, broken once. That our own client keeps them all is checked after every other test.</summary>
public class StrictModeTests
{
    private static readonly Jid Friend = Jid.FromPhoneNumber("15550002");
    private static readonly Jid Group = Jid.Parse("1234567890@g.us");
    private static readonly BinaryNode Delivered = new("message", [("id", "IN"), ("from", Friend), ("type", "text"), ("t", "1")], Enc("msg"));

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(60));
    private readonly SandboxObserver _observer;
    private readonly StanzaRules _rules;
    private readonly Device _device = new(new Account("15550001", "123456789012345"), 1);

    public StrictModeTests()
    {
        _observer = new SandboxObserver(_time, isStrict: true, NullLogger.Instance);
        _rules = new StanzaRules(_observer);
        _rules.Delivered(_device, Delivered);
        _rules.Sent(_device, Message(("id", "USED"), ("to", Friend), ("type", "text")));
        _rules.Sent(_device, Iq(("id", "1"), ("type", "get"), ("xmlns", "w:p"), ("to", Jid.WhatsAppServer)));
        Assert.Empty(_observer.Violations);
    }

    public static TheoryData<string> Broken => new(Cases.Keys);

    private static Dictionary<string, (string Rule, BinaryNode Stanza)> Cases { get; } = new()
    {
        ["a request without type"] = ("iq-type", Iq(("id", "2"), ("xmlns", "w:stats"), ("to", Jid.WhatsAppServer))),
        ["a request without address"] = ("iq-to", Iq(("id", "2"), ("type", "get"), ("xmlns", "w:p"))),
        ["a request without namespace"] = ("iq-xmlns", Iq(("id", "2"), ("type", "get"), ("to", Jid.WhatsAppServer))),
        ["a request's id used twice"] = ("iq-id", Iq(("id", "1"), ("type", "get"), ("xmlns", "w:p"), ("to", Jid.WhatsAppServer))),
        ["a lookup of nobody"] = ("usync-list", new BinaryNode(
            "iq",
            [("id", "2"), ("type", "get"), ("xmlns", "usync"), ("to", Jid.WhatsAppServer)],
            new BinaryNode("usync", [("sid", "1"), ("mode", "query"), ("context", "message"), ("last", "true"), ("index", "0")], new BinaryNode("query", null, new BinaryNode("devices"))))),
        ["a pre-key that is too short"] = ("pre-key", Upload([0, 0, 1], new byte[31])),
        ["the pre-key id 0"] = ("pre-key-id", Upload([0, 0, 0], new byte[32])),
        ["a message without id"] = ("message-id", Message(("to", Friend), ("type", "text"))),
        ["a message's id used for somebody else"] = ("message-id", Message(("id", "USED"), ("to", Jid.FromPhoneNumber("15550003")), ("type", "text"))),
        ["an unknown kind of message"] = ("message-type", Message(("id", "2"), ("to", Friend), ("type", "letter"))),
        ["a first message without identity"] = ("device-identity", new BinaryNode("message", [("id", "2"), ("to", Friend), ("type", "text")], Copies(Enc("pkmsg")))),
        ["media that does not say which"] = ("enc-mediatype", Message(("id", "2"), ("to", Friend), ("type", "media"))),
        ["an edit that shows its failure"] = ("enc-decrypt-fail", Message(("id", "2"), ("to", Friend), ("type", "text"), ("edit", "1"))),
        ["a copy for the sending device"] = ("message-participants", new BinaryNode(
            "message", [("id", "2"), ("to", Friend), ("type", "text")], new BinaryNode("participants", null, new BinaryNode("to", [("jid", Jid.FromPhoneNumber("15550001").WithDevice(1))], Enc("msg"))))),
        ["a hash of six characters"] = ("phash", GroupMessage(("phash", "2:abcd"))),
        ["a group message with nothing for all"] = ("enc-type", new BinaryNode("message", [("id", "2"), ("to", Group), ("type", "text")], Copies(Enc("msg")))),
        ["a mixture of addresses"] = ("addressing-mode", new BinaryNode(
            "message", [("id", "2"), ("to", Group), ("type", "text"), ("addressing_mode", "lid")], Copies(Enc("msg")), Enc("skmsg"))),
        ["a repetition without count"] = ("retry", new BinaryNode("message", [("id", "2"), ("to", Friend), ("type", "text"), ("device_fanout", "false")], Enc("msg"))),
        ["a peer message to somebody else"] = ("peer", new BinaryNode(
            "message", [("id", "2"), ("to", Friend), ("type", "text"), ("category", "peer")], new BinaryNode("meta", [("appdata", "default")]), Enc("msg"))),
        ["a receipt for what was not delivered"] = ("answer-unowed", new BinaryNode("receipt", [("id", "NEVER"), ("to", Friend)])),
        ["a receipt to somebody else"] = ("answer-to", new BinaryNode("receipt", [("id", "IN"), ("to", Jid.FromPhoneNumber("15550003"))])),
        ["a receipt of an unknown kind"] = ("receipt-type", new BinaryNode("receipt", [("id", "IN"), ("to", Friend), ("type", "seen")])),
        ["a second request without keys"] = ("retry", new BinaryNode(
            "receipt",
            [("id", "IN"), ("to", Friend), ("type", "retry")],
            new BinaryNode("retry", [("count", "2"), ("id", "IN"), ("t", "1"), ("v", "1")]), new BinaryNode("registration", null, new byte[4]))),
        ["an ack of nothing"] = ("answer-unowed", new BinaryNode("ack", [("class", "notification"), ("id", "NEVER"), ("to", Jid.WhatsAppServer)])),
        ["an ack without class"] = ("ack-class", new BinaryNode("ack", [("id", "IN"), ("to", Friend)])),
        ["online without a name"] = ("presence-name", new BinaryNode("presence", [("type", "available")])),
        ["typing nothing"] = ("chatstate", new BinaryNode("chatstate", [("to", Friend)])),
        ["a call without a step"] = ("call", new BinaryNode("call", [("id", "2"), ("to", Friend)])),
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_is_reported(string what)
    {
        var (rule, stanza) = Cases[what];
        _rules.Sent(_device, stanza);
        Assert.Contains(_observer.Violations, violation => violation.Rule == rule);
    }

    [Fact]
    public void A_message_that_stays_unanswered_is_reported_once_and_one_that_was_answered_is_not()
    {
        _rules.Delivered(_device, new BinaryNode("notification", [("id", "N"), ("from", Jid.WhatsAppServer), ("type", "devices")]));
        _rules.Sent(_device, new BinaryNode("receipt", [("id", "IN"), ("to", Friend)]));
        Assert.Equal("N", Assert.Single(_device.Conduct.Open())["id"]);
        _time.Advance(TimeSpan.FromMinutes(1));
        _rules.Sent(_device, new BinaryNode("presence", [("type", "unavailable")]));
        _rules.Sent(_device, new BinaryNode("presence", [("type", "unavailable")]));

        var violation = Assert.Single(_observer.Violations);
        Assert.Equal("answer-owed", violation.Rule);
        Assert.Contains("id=\"N\"", violation.Stanza, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_more_than_deliveries_is_reported_and_a_repeated_delivery_is_answered_again()
    {
        _rules.Delivered(_device, Delivered);
        var receipt = new BinaryNode("receipt", [("id", "IN"), ("to", Friend)]);
        _rules.Sent(_device, receipt);
        _rules.Sent(_device, receipt);
        Assert.Empty(_observer.Violations);
        _rules.Sent(_device, receipt);
        Assert.Equal("answer-unowed", Assert.Single(_observer.Violations).Rule);
    }

    [Fact]
    public void A_hash_that_the_server_has_corrected_is_not_used_again()
    {
        const string Hash = "2:AAAAAAAA";
        _rules.Sent(_device, GroupMessage(("phash", Hash)));
        _rules.Delivered(_device, new BinaryNode("ack", [("class", "message"), ("id", "2"), ("from", Group), ("phash", "2:BBBBBBBB")]));
        Assert.Empty(_observer.Violations);
        _rules.Sent(_device, GroupMessage(("phash", Hash)));
        Assert.Equal("phash", Assert.Single(_observer.Violations).Rule);
    }

    [Fact]
    public void A_pre_keys_id_stands_for_one_key()
    {
        _rules.Sent(_device, Upload([0, 0, 1], new byte[32], "a"));
        _rules.Sent(_device, Upload([0, 0, 1], new byte[32], "b"));
        Assert.Empty(_observer.Violations);
        var other = new byte[32];
        other[0] = 1;
        _rules.Sent(_device, Upload([0, 0, 1], other, "c"));
        Assert.Equal("pre-key-id", Assert.Single(_observer.Violations).Rule);
    }

    private static BinaryNode Iq(params NodeAttribute[] attributes) => new("iq", attributes, new BinaryNode("ping"));

    private static BinaryNode Enc(string type) => new("enc", [("v", "2"), ("type", type)], new byte[10]);

    private static BinaryNode Copies(BinaryNode enc) => new("participants", null, new BinaryNode("to", [("jid", Friend)], enc));

    private static BinaryNode Message(params NodeAttribute[] attributes) => new("message", attributes, Copies(Enc("msg")));

    private static BinaryNode GroupMessage(NodeAttribute attribute) =>
        new("message", [("id", "2"), ("to", Group), ("type", "text"), attribute], Enc("skmsg"));

    private static BinaryNode Upload(byte[] id, byte[] value, string request = "2") => new(
        "iq",
        [("id", request), ("type", "set"), ("xmlns", "encrypt"), ("to", Jid.WhatsAppServer)],
        new BinaryNode("list", null, new BinaryNode("key", null, new BinaryNode("id", null, id), new BinaryNode("value", null, value))));
}

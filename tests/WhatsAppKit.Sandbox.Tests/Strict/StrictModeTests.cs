using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Observation;
using WhatsAppKit.Sandbox.State;
using WhatsAppKit.Sandbox.Strict;
using static WhatsAppKit.Sandbox.Tests.Strict.BrokenRule;

namespace WhatsAppKit.Sandbox.Tests.Strict;

/// <summary>Each rule, broken once. That our own client keeps them all is checked after every other test.</summary>
public class StrictModeTests
{
    private static readonly BinaryNode Delivered = new("message", [("id", "IN"), ("from", Friend), ("type", "text"), ("t", "1")], Enc("msg"));

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(60));
    private readonly SandboxObserver _observer;
    private readonly StanzaRules _rules;
    private readonly Device _device = new(new Account("15550001", "123456789012345"), 1);

    public StrictModeTests()
    {
        _observer = new SandboxObserver(_time, isStrict: true, NullLogger.Instance);
        _rules = new StanzaRules(_observer);
        _rules.Sent(_device, new BinaryNode("iq", [("id", "0"), ("type", "set"), ("xmlns", "passive"), ("to", Server)], new BinaryNode("active")));
        _rules.Delivered(_device, Delivered);
        _rules.Sent(_device, Message(("id", "USED"), ("to", Friend), ("type", "text")));
        _rules.Sent(_device, Iq(("id", "1"), ("type", "get"), ("xmlns", "w:p"), ("to", Server)));
        Assert.Empty(_observer.Violations);
    }

    public static TheoryData<string> Broken => new(BrokenRule.All.Keys);

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_is_reported(string what)
    {
        var broken = BrokenRule.All[what];
        Assert.Contains(Break(broken), violation => violation.Rule == broken.Rule);
    }

    [Fact]
    public void A_message_before_the_device_is_active_or_has_logged_in_is_reported()
    {
        var rules = new StanzaRules(_observer);
        rules.Sent(_device, Message(("id", "2"), ("to", Friend), ("type", "text")));
        Assert.Equal("order-active", Assert.Single(_observer.Violations).Rule);
        _observer.Clear();
        rules.Sent(null, Message(("id", "2"), ("to", Friend), ("type", "text")));
        Assert.Equal("order-login", Assert.Single(_observer.Violations).Rule);
    }

    [Fact]
    public void A_message_that_stays_unanswered_is_reported_once_and_one_that_was_answered_is_not()
    {
        _rules.Delivered(_device, new BinaryNode("notification", [("id", "N"), ("from", Server), ("type", "devices")]));
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
        _rules.Delivered(_device, new BinaryNode("ack", [("class", "message"), ("id", "2"), ("from", BrokenRule.Group), ("phash", "2:BBBBBBBB")]));
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

    /// <summary>Breaks a rule, and returns what is reported.</summary>
    internal IReadOnlyList<Violation> Break(BrokenRule broken)
    {
        Array.ForEach(broken.Told, stanza => _rules.Delivered(_device, stanza));
        Array.ForEach(broken.Sent, stanza => _rules.Sent(_device, stanza));
        return _observer.Violations;
    }
}

using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Tests.Strict;

/// <content>Answers, presence and calls.</content>
internal sealed partial record BrokenRule
{
    private static BinaryNode InGroup => new(
        "message", [("id", "G"), ("from", Group), ("participant", Friend), ("type", "text"), ("t", "1")], Enc("skmsg"));

    private static BinaryNode OwnCopy => new(
        "message", [("id", "C"), ("from", Own), ("recipient", Friend), ("type", "text"), ("t", "1")], Enc("msg"));

    private static BinaryNode Notice => new("notification", [("id", "N"), ("from", Server), ("type", "devices")]);

    private static BinaryNode Receipt(params NodeAttribute[] attributes) => new("receipt", attributes);

    private static BinaryNode Ack(params NodeAttribute[] attributes) => new("ack", attributes);

    private static BinaryNode Again(string? count, params BinaryNode[] more) => new(
        "receipt",
        [("id", "IN"), ("to", Friend), ("type", "retry")],
        [new BinaryNode("retry", [("count", count), ("id", "IN"), ("t", "1"), ("v", "1")]), new BinaryNode("registration", null, new byte[4]), .. more]);

    private static BinaryNode Keys(byte id) => new(
        "keys", null, new BinaryNode("type"), new BinaryNode("identity"), new BinaryNode("key", null, new BinaryNode("id", null, new byte[] { 0, 0, id })),
        new BinaryNode("skey"), new BinaryNode("device-identity"));

    private static Dictionary<string, BrokenRule> Answers() => new()
    {
        ["a receipt without id"] = new("receipt-id", Receipt(("to", Friend))),
        ["a receipt to nobody"] = new("receipt-to", Receipt(("id", "IN"))),
        ["a receipt of an unknown kind"] = new("receipt-type", Receipt(("id", "IN"), ("to", Friend), ("type", "seen"))),
        ["a receipt for more than 256 messages"] = new("receipt-list", new BinaryNode(
            "receipt", [("id", "IN"), ("to", Friend)], new BinaryNode("list", null, [.. Enumerable.Range(0, 257).Select(i => new BinaryNode("item", [("id", $"{i}")]))]))),
        ["a receipt in a group for nobody's message"] = new("receipt-participant", [InGroup], Receipt(("id", "G"), ("to", Group))),
        ["a receipt for what was not delivered"] = new("answer-unowed", Receipt(("id", "NEVER"), ("to", Friend))),
        ["a receipt to somebody else"] = new("answer-to", Receipt(("id", "IN"), ("to", Third))),
        ["a receipt for another writer"] = new("answer-participant", [InGroup], Receipt(("id", "G"), ("to", Group), ("participant", Third))),
        ["a receipt for another chat"] = new("answer-recipient", [OwnCopy], Receipt(("id", "C"), ("to", Own), ("type", "sender"))),
        ["a message that is read before it is delivered"] = new("order-receipt", Receipt(("id", "IN"), ("to", Friend), ("type", "read"), ("t", "1"))),
        ["an ack without class"] = new("ack-class", Ack(("id", "IN"), ("to", Friend))),
        ["an ack without id"] = new("ack-id", Ack(("class", "notification"), ("to", Server))),
        ["an ack to nobody"] = new("ack-to", Ack(("class", "notification"), ("id", "N"))),
        ["an ack of nothing"] = new("answer-unowed", Ack(("class", "notification"), ("id", "NEVER"), ("to", Server))),
        ["an ack of another type"] = new("answer-type", [Notice], Ack(("class", "notification"), ("id", "N"), ("to", Server), ("type", "picture"))),
        ["a request to repeat that says nothing"] = new("retry", Again(null)),
        ["a request to repeat without registration"] = new("retry", new BinaryNode(
            "receipt", [("id", "IN"), ("to", Friend), ("type", "retry")], new BinaryNode("retry", [("count", "1"), ("id", "IN"), ("t", "1"), ("v", "1")]))),
        ["a second request without keys"] = new("retry", Again("2")),
        ["a request with half of the keys"] = new("retry", Again("1", new BinaryNode("keys", null, new BinaryNode("type")))),
        ["a request with a key that was uploaded"] = new("retry", Upload([0, 0, 5], new byte[32]), Again("2", Keys(5))),
        ["a sixth request"] = new("retry", Again("6", Keys(9))),
        ["a request that counts backwards"] = new("order-retry", Again("2", Keys(9)), Again("1")),
    };

    private static Dictionary<string, BrokenRule> Others() => new()
    {
        ["watching nobody"] = new("presence-to", new BinaryNode("presence", [("type", "subscribe")])),
        ["online without a name"] = new("presence-name", new BinaryNode("presence", [("type", "available")])),
        ["another presence"] = new("presence-type", new BinaryNode("presence", [("type", "asleep")])),
        ["typing to nobody"] = new("chatstate-to", new BinaryNode("chatstate", null, new BinaryNode("composing"))),
        ["typing nothing"] = new("chatstate", new BinaryNode("chatstate", [("to", Friend)])),
        ["a call without id"] = new("call-id", new BinaryNode("call", [("to", Friend)], Offer("offer"))),
        ["a call to nobody"] = new("call-to", new BinaryNode("call", [("id", "2")], Offer("offer"))),
        ["a call without a step"] = new("call", new BinaryNode("call", [("id", "2"), ("to", Friend)])),
        ["an answer to a call that nobody began"] = new("order-call", new BinaryNode("call", [("id", "2"), ("to", Friend)], Offer("reject"))),
    };

    private static BinaryNode Offer(string step) => new(step, [("call-id", "CALL"), ("call-creator", Friend)]);
}

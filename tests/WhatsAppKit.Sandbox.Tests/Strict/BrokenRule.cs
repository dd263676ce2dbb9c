using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Tests.Strict;

/// <summary>A rule that is broken: what the server says, if anything, and what the client then sends.</summary>
internal sealed partial record BrokenRule(string Rule, BinaryNode[] Told, params BinaryNode[] Sent)
{
    public static readonly Jid Friend = Jid.FromPhoneNumber("15550002");
    public static readonly Jid Third = Jid.FromPhoneNumber("15550003");
    public static readonly Jid Own = Jid.FromPhoneNumber("15550001");
    public static readonly Jid Group = Jid.Parse("1234567890@g.us");
    public static readonly Jid Channel = Jid.Parse("1234567890@newsletter");
    public static readonly Jid Server = Jid.WhatsAppServer;

    private BrokenRule(string rule, params BinaryNode[] sent)
        : this(rule, [], sent)
    {
    }

    /// <summary>Everything strict mode reports, each in at least one way.</summary>
    public static IReadOnlyDictionary<string, BrokenRule> All { get; } =
        Requests().Concat(Messages()).Concat(Repetitions()).Concat(Answers()).Concat(Others()).ToDictionary();

    public static BinaryNode Iq(params NodeAttribute[] attributes) => new("iq", attributes, new BinaryNode("ping"));

    public static BinaryNode Enc(string type, params NodeAttribute[] more) => new("enc", [("v", "2"), ("type", type), .. more], new byte[10]);

    public static BinaryNode Copies(BinaryNode enc, Jid? reader = null) => new("participants", null, new BinaryNode("to", [("jid", reader ?? Friend)], enc));

    public static BinaryNode Message(params NodeAttribute[] attributes) => new("message", attributes, Copies(Enc("msg")));

    public static BinaryNode GroupMessage(params NodeAttribute[] attributes) => new("message", [("id", "2"), ("to", Group), ("type", "text"), .. attributes], Enc("skmsg"));

    public static BinaryNode Upload(byte[] id, byte[] value, string request = "2") =>
        Upload(request, new BinaryNode("list", null, new BinaryNode("key", null, new BinaryNode("id", null, id), new BinaryNode("value", null, value))));

    private static BinaryNode Upload(string request, params BinaryNode[] children) => new("iq", [("id", request), ("type", "set"), ("xmlns", "encrypt"), ("to", Server)], children);

    private static BinaryNode Direct(params BinaryNode[] children) => new("message", [("id", "2"), ("to", Friend), ("type", "text")], children);

    private static BinaryNode Lookup(params BinaryNode[] usync) => new("iq", [("id", "2"), ("type", "get"), ("xmlns", "usync"), ("to", Server)], usync);

    private static BinaryNode Usync(string? missing, BinaryNode query, params BinaryNode[] users) => new(
        "usync",
        [.. new NodeAttribute[] { ("sid", "1"), ("mode", "query"), ("context", "message"), ("last", "true"), ("index", "0") }.Where(attribute => attribute.Name != missing)],
        query, new BinaryNode("list", null, users));

    private static Dictionary<string, BrokenRule> Requests()
    {
        var query = new BinaryNode("query", null, new BinaryNode("devices"));
        var user = new BinaryNode("user", [("jid", Friend)]);
        var cases = new Dictionary<string, BrokenRule>
        {
            ["a request without type"] = new("iq-type", Iq(("id", "2"), ("xmlns", "w:stats"), ("to", Server))),
            ["a request without address"] = new("iq-to", Iq(("id", "2"), ("type", "get"), ("xmlns", "w:p"))),
            ["a request without id"] = new("iq-id", Iq(("type", "get"), ("xmlns", "w:p"), ("to", Server))),
            ["a request without namespace"] = new("iq-xmlns", Iq(("id", "2"), ("type", "get"), ("to", Server))),
            ["a request's id used twice"] = new("iq-id", Iq(("id", "1"), ("type", "get"), ("xmlns", "w:p"), ("to", Server))),
            ["keys of nobody"] = new("encrypt-key", new BinaryNode("iq", [("id", "2"), ("type", "get"), ("xmlns", "encrypt"), ("to", Server)], new BinaryNode("key"))),
            ["a lookup without content"] = new("usync", Lookup(new BinaryNode("other"))),
            ["a lookup that asks nothing"] = new("usync-query", Lookup(Usync(null, new BinaryNode("query"), user))),
            ["a lookup of nobody"] = new("usync-list", Lookup(Usync(null, query))),
            ["a lookup of a device"] = new("usync-user", Lookup(Usync(null, query, new BinaryNode("user", [("jid", Friend.WithDevice(3))])))),
            ["a pre-key that is too short"] = new("pre-key", Upload([0, 0, 1], new byte[31])),
            ["the pre-key id 0"] = new("pre-key-id", Upload([0, 0, 0], new byte[32])),
            ["a pre-key's id for another key"] = new("pre-key-id", Upload([0, 0, 1], new byte[32], "a"), Upload([0, 0, 1], [1, .. new byte[31]], "b")),
            ["a pre-key with a lower id than one before"] = new("order-pre-key", Upload([0, 0, 9], new byte[32], "a"), Upload([0, 0, 8], [1, .. new byte[31]], "b")),
            ["a signed key with an id of one byte"] = new("pre-key-id", Upload("2", new BinaryNode("skey", null, new BinaryNode("id", null, new byte[1])))),
            ["a signed key whose signature is wrong"] = new("pre-key-signature", Upload("2", new BinaryNode(
                "skey", null, new BinaryNode("id", null, new byte[3]), new BinaryNode("value", null, new byte[32]), new BinaryNode("signature", null, new byte[64])))),
            ["cleaning what is not dirty"] = new("order-clean", new BinaryNode(
                "iq", [("id", "2"), ("type", "set"), ("xmlns", "urn:xmpp:whatsapp:dirty"), ("to", Server)], new BinaryNode("clean", [("type", "groups")]))),
        };
        foreach (var attribute in new[] { "sid", "mode", "context", "last", "index" })
        {
            cases[$"a lookup without {attribute}"] = new("usync-" + attribute, Lookup(Usync(attribute, query, user)));
        }

        return cases;
    }

    private static Dictionary<string, BrokenRule> Messages() => new()
    {
        ["a message without id"] = new("message-id", Message(("to", Friend), ("type", "text"))),
        ["a message to nobody"] = new("message-to", Message(("id", "2"), ("type", "text"))),
        ["a message to no address"] = new("message-to", Message(("id", "2"), ("to", "somebody"), ("type", "text"))),
        ["a message's id used for somebody else"] = new("message-id", Message(("id", "USED"), ("to", Third), ("type", "text"))),
        ["an unknown kind of message"] = new("message-type", Message(("id", "2"), ("to", Friend), ("type", "letter"))),
        ["an unknown kind of edit"] = new("message-edit", Message(("id", "2"), ("to", Friend), ("type", "text"), ("edit", "4"))),
        ["a message in plain text"] = new("message-enc", Direct(new BinaryNode("body"))),
        ["another version of encryption"] = new("enc-v", Direct(Copies(new BinaryNode("enc", [("v", "3"), ("type", "msg")], new byte[10])))),
        ["another kind of encryption"] = new("enc-type", Direct(Copies(Enc("xmsg")))),
        ["an empty ciphertext"] = new("enc-content", Direct(Copies(new BinaryNode("enc", [("v", "2"), ("type", "msg")])))),
        ["a first message without identity"] = new("device-identity", Direct(Copies(Enc("pkmsg")))),
        ["a sender key for one person"] = new("enc-type", Direct(Enc("skmsg"))),
        ["media that does not say which"] = new("enc-mediatype", Message(("id", "2"), ("to", Friend), ("type", "media"))),
        ["an edit that shows its failure"] = new("enc-decrypt-fail", Message(("id", "2"), ("to", Friend), ("type", "text"), ("edit", "1"))),
        ["a poll that does not say which step"] = new("message-meta", Message(("id", "2"), ("to", Friend), ("type", "poll"))),
        ["an event that does not say which step"] = new("message-meta", Message(("id", "2"), ("to", Friend), ("type", "event"))),
        ["a copy for nobody"] = new("message-participants", Direct(new BinaryNode("participants", null, new BinaryNode("to", null, Enc("msg"))))),
        ["two copies for one device"] = new("message-participants", Direct(new BinaryNode(
            "participants", null, new BinaryNode("to", [("jid", Friend)], Enc("msg")), new BinaryNode("to", [("jid", Friend)], Enc("msg"))))),
        ["a copy for the sending device"] = new("message-participants", Direct(Copies(Enc("msg"), Own.WithDevice(1)))),
        ["a hash of six characters"] = new("phash", GroupMessage(("phash", "2:abcd"))),
        ["a hash for one person"] = new("phash", Message(("id", "2"), ("to", Friend), ("type", "text"), ("phash", "2:AAAAAAAA"))),
        ["a group message with nothing for all"] = new("enc-type", new BinaryNode("message", [("id", "2"), ("to", Group), ("type", "text")], Copies(Enc("msg")))),
        ["an addressing mode that does not exist"] = new("addressing-mode", GroupMessage(("addressing_mode", "name"))),
        ["a mixture of addresses"] = new("addressing-mode", new BinaryNode(
            "message", [("id", "2"), ("to", Group), ("type", "text"), ("addressing_mode", "lid")], Copies(Enc("msg")), Enc("skmsg"))),
        ["an encrypted message to a channel"] = new("channel", new BinaryNode("message", [("id", "2"), ("to", Channel), ("type", "text")], new BinaryNode("plaintext"), Enc("msg"))),
        ["an empty message to a channel"] = new("channel", new BinaryNode("message", [("id", "2"), ("to", Channel), ("type", "text")])),
    };

    private static Dictionary<string, BrokenRule> Repetitions()
    {
        NodeAttribute[] again = [("id", "2"), ("to", Friend), ("type", "text"), ("device_fanout", "false")];
        NodeAttribute[] peer = [("id", "2"), ("to", Own), ("type", "text"), ("category", "peer")];
        var meta = new BinaryNode("meta", [("appdata", "default")]);
        var counted = Enc("msg", ("count", "1"));
        return new Dictionary<string, BrokenRule>
        {
            ["a repetition for all"] = new("retry", new BinaryNode("message", again, Copies(counted), counted)),
            ["a repetition without count"] = new("retry", new BinaryNode("message", again, Enc("msg"))),
            ["a repetition with a hash"] = new("retry", new BinaryNode("message", [.. again, ("phash", "2:AAAAAAAA")], counted)),
            ["a repetition with a token"] = new("retry", new BinaryNode("message", again, counted, new BinaryNode("tctoken"))),
            ["a peer message to somebody else"] = new("peer", new BinaryNode("message", [("id", "2"), ("to", Friend), ("type", "text"), ("category", "peer")], meta, Enc("msg"))),
            ["a peer message for all devices"] = new("peer", new BinaryNode("message", peer, meta, Copies(Enc("msg")), Enc("msg"))),
            ["a peer message without meta"] = new("peer", new BinaryNode("message", peer, Enc("msg"))),
            ["a peer message with a token"] = new("peer", new BinaryNode("message", peer, meta, Enc("msg"), new BinaryNode("reporting"))),
        };
    }
}

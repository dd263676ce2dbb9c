using WhatsAppKit.Sandbox.Observation;

namespace WhatsAppKit.Interop.Tests.Matrix;

/// <summary>A difference between this library (first) and Baileys (second) that is meant to be.</summary>
/// <param name="Kind">The kind of stanza, or its beginning.</param>
/// <param name="What">The difference, in words for people.</param>
/// <param name="Parts">What it is in the comparison: any of these.</param>
/// <param name="Reason">Why.</param>
internal sealed record KnownDifference(string Kind, string What, string[] Parts, string Reason)
{
    public bool Explains(RecordingDifference difference) =>
        difference.Kind.StartsWith(Kind, StringComparison.Ordinal) && Parts.Any(part => difference.What.StartsWith(part, StringComparison.Ordinal));
}

internal static class Differences
{
    private const string OnlyOurs = " only in the first";
    private const string OnlyBaileys = " only in the second";

    public static IReadOnlyList<KnownDifference> All { get; } =
    [
        new("message", "`peer_recipient_pn` is ours alone", ["@peer_recipient_pn" + OnlyOurs],
            "We write to the LID and say which number it stands for, as WhatsApp's newest clients do; Baileys writes to whatever address it was given."),
        new("message", "`phash` is ours alone", ["@phash" + OnlyOurs],
            "With it the server tells a sender whose list of devices is out of date. Baileys makes a hash of another form and does not send it."),
        new("message", "`decrypt-fail` at edits and deletions is ours alone", ["<enc>@decrypt-fail" + OnlyOurs, "<participants><to><enc>@decrypt-fail" + OnlyOurs],
            "A device that cannot read an edit or a deletion must show nothing in its place. Baileys leaves it out there."),
        new("message reaction", "`decrypt-fail` at the copies with the sender key is Baileys' alone", ["<participants><to><enc>@decrypt-fail" + OnlyBaileys],
            "The copies carry the key for the group and no reaction: only the `enc` for all hides its failure."),
        new("message", "`reporting` is there in other messages", ["<reporting>"],
            "We add the token to all that has content to report, and to no deletion, whose content is empty. Baileys adds it where it has made a message secret."),
        new("message", "`device-identity` comes at other times", ["<device-identity>"],
            "It goes along with the first messages of a session. Baileys opens sessions anew in other cases, and sends it with every repetition."),
        new("message", "`participants` in a group comes at other times", ["<participants>"],
            "The sender key goes to whom it was not given yet: we note that when the server has confirmed the message, Baileys when it is sent."),
        new("receipt peer_msg", "`recipient` is ours alone", ["@recipient" + OnlyOurs],
            "Every receipt for a message of the own account names the chat that the message names; Baileys leaves it out in this one."),
        new("presence subscribe", "`id` is Baileys' alone", ["@id" + OnlyBaileys], "Nothing answers to it."),
        new("presence (no type)", "is Baileys' alone", ["only in the second"], "Baileys tells its name after each login, even when it has none. We tell it when it changes."),
        new("iq get abt/props", "is Baileys' alone", ["only in the second"], "It asks for the server's experiments at each login. Nothing here depends on them."),
        new("iq get blocklist", "is Baileys' alone", ["only in the second"], "It asks at each login. We ask when somebody wants to know."),
        new("iq get encrypt/digest", "is Baileys' alone", ["only in the second"], "It lets the server compare its keys. Our store and the server's count decide whether keys are uploaded."),
        new("iq get w:g2/query", "is Baileys' alone", ["only in the second"], "Baileys asks for the group before each message. We keep its list of members up to date by what the server tells."),
        new("iq set w:g2/create", "more parts are ours", ["<create>"], "We say what the group is like from the start, in the words of WhatsApp's own clients; Baileys leaves it to the server."),
    ];
}

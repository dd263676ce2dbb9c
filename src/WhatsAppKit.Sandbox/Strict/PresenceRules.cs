using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Strict;

/// <summary>Presence, typing and calls.</summary>
internal static class PresenceRules
{
    public static void CheckPresence(StanzaCheck check)
    {
        var presence = check.Stanza;
        switch (presence["type"])
        {
            case "subscribe":
                check.Has("to");
                break;
            case null or "available":
                check.Has("name");
                break;
            default:
                check.IsOneOf("type", "unavailable");
                break;
        }
    }

    public static void CheckTyping(StanzaCheck check)
    {
        check.Has("to");
        check.Require(
            check.Stanza.Children is [{ Tag: "composing" or "paused" }], "chatstate", "'chatstate' holds either 'composing' or 'paused'.");
    }

    public static void CheckCall(StanzaCheck check, Device? device)
    {
        check.Has("id");
        check.Has("to");
        var isCall = check.Require(
            check.Stanza.Children is [var step] && (step.Tag == "link_create" || (step["call-id"] is not null && step.Jid("call-creator") is not null)),
            "call", "A call holds one step, with 'call-id' and 'call-creator'.");
        if (isCall && device is not null && check.Stanza.Children[0]["call-id"] is { } call)
        {
            check.Require(
                device.Conduct.KnowsCall(call, isBegun: check.Stanza.Children[0].Tag == "offer"), "order-call", "Nobody has begun this call.");
        }
    }
}

using System.Globalization;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.PrivacyTokens;

namespace WhatsAppKit.Core.Presence;

/// <summary>Shapes and reads the stanzas of presence and typing.</summary>
internal static class PresenceNodes
{
    private static readonly TimeSpan SessionOffset = TimeSpan.FromDays(3);
    private static readonly TimeSpan SessionPeriod = TimeSpan.FromDays(7);

    public static BinaryNode Available(bool isAvailable, string name) =>
        new("presence", [("type", isAvailable ? "available" : "unavailable"), ("name", name.Replace("@", "", StringComparison.Ordinal))]);

    /// <summary>Tells the account's new name, and nothing of who is there.</summary>
    public static BinaryNode Named(string name) => new("presence", [("name", name.Replace("@", "", StringComparison.Ordinal))]);

    /// <summary>What the web client sends along when it comes to the foreground: a number that changes with the week.</summary>
    public static BinaryNode UnifiedSession(DateTimeOffset now)
    {
        var id = (now.ToUnixTimeMilliseconds() + (long)SessionOffset.TotalMilliseconds) % (long)SessionPeriod.TotalMilliseconds;
        return new BinaryNode("ib", null, new BinaryNode("unified_session", [("id", id.ToString(CultureInfo.InvariantCulture))]));
    }

    /// <summary>Asks to be told of a chat; a person's token, if there is one, shows that they were written with.</summary>
    public static BinaryNode Subscribe(Jid to, ReadOnlyMemory<byte> token) => token.IsEmpty
        ? new BinaryNode("presence", [("type", "subscribe"), ("to", to)])
        : new BinaryNode("presence", [("type", "subscribe"), ("to", to)], PrivacyTokenNodes.Attached(token));

    public static BinaryNode Typing(Jid chat, Jid own, TypingState state) =>
        new("chatstate", [("to", chat), ("from", own)], state switch
        {
            TypingState.Composing => new BinaryNode("composing"),
            TypingState.Recording => new BinaryNode("composing", [("media", "audio")]),
            _ => new BinaryNode("paused"),
        });

    public static PresenceChanged? ReadPresence(BinaryNode presence)
    {
        if (presence.Jid("from") is not { IsEmpty: false } from || presence["type"] is not (null or "available" or "unavailable"))
        {
            return null;
        }

        var last = presence.Number("last") is { } seconds and > 0 and < UnixTime.MaxSeconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : (DateTimeOffset?)null;
        var count = presence.Number("count") is { } number and >= 0 and <= int.MaxValue ? (int)number : (int?)null;
        var isHidden = presence["last"] is { } text && !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        return new PresenceChanged(from.ToUser(), presence["type"] != "unavailable", last, isHidden, count);
    }

    public static TypingChanged? ReadTyping(BinaryNode chatstate)
    {
        TypingState? state = (chatstate.Child("composing"), chatstate.Child("paused")) switch
        {
            ({ } composing, _) => composing["media"] == "audio" ? TypingState.Recording : TypingState.Composing,
            (_, not null) => TypingState.Paused,
            _ => null,
        };
        return state is { } known && chatstate.Jid("from") is { IsEmpty: false } from
            ? new TypingChanged(from.ToUser(), (chatstate.Jid("participant") ?? from).ToUser(), known)
            : null;
    }
}

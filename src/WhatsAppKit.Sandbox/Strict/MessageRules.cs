using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Strict;

/// <summary>Messages.</summary>
internal static class MessageRules
{
    private const int HashLength = 10;

    public static void Check(StanzaCheck check, Device device)
    {
        var message = check.Stanza;
        if (!check.Has("id") || !check.Has("to") || !check.Require(message.Jid("to") is not null, "message-to", "'to' is no address."))
        {
            return;
        }

        var to = message.Jid("to")!.Value;
        check.IsOneOf("type", "text", "media", "reaction", "poll", "event");
        if (message["edit"] is not null)
        {
            check.IsOneOf("edit", "1", "2", "3", "7", "8");
        }

        if (to.Server == JidServer.Newsletter)
        {
            CheckChannel(check);
            return;
        }

        var isRetry = message.Jid("participant") is not null || message["device_fanout"] is not null;
        check.Require(
            isRetry || message["category"] == "peer" || device.Conduct.TakesMessageId(message["id"]!, to.ToString()),
            "message-id", "The id stands for a message to somebody else already.");
        var encrypted = Encrypted(message);
        check.Require(encrypted.Count > 0, "message-enc", "Nothing in it is encrypted.");
        CheckEncryption(check, encrypted, to, device);
        CheckCopies(check, device);
        CheckGroup(check, device, to, isRetry);
        if (isRetry)
        {
            CheckRetry(check);
        }
        else if (message["category"] == "peer")
        {
            CheckPeer(check, device, to);
        }
    }

    private static List<BinaryNode> Encrypted(BinaryNode message) =>
        [.. message.ChildrenOf("enc"), .. (message.Child("participants")?.ChildrenOf("to") ?? []).SelectMany(to => to.ChildrenOf("enc"))];

    private static void CheckEncryption(StanzaCheck check, List<BinaryNode> encrypted, Jid to, Device device)
    {
        var message = check.Stanza;
        check.Require(encrypted.All(enc => enc["v"] == "2"), "enc-v", "'enc' has another version than 2.");
        check.Require(encrypted.All(enc => enc["type"] is "pkmsg" or "msg" or "skmsg"), "enc-type", "'enc' has no known type.");
        check.Require(encrypted.All(enc => enc.Bytes.Length > 0), "enc-content", "'enc' is empty.");
        check.Require(
            device.Id == 0 || encrypted.All(enc => enc["type"] != "pkmsg") || message.Child("device-identity") is { Bytes.Length: > 0 },
            "device-identity", "A first message of a session comes without 'device-identity'.");
        check.Require(to.IsManyToMany || message.ChildrenOf("enc").All(enc => enc["type"] != "skmsg"), "enc-type", "A sender key is for chats of many.");

        // A sender key that goes along hides nothing: only the content itself says what it is.
        var content = to.IsManyToMany && message.Child("enc") is { } direct ? [direct] : to.IsManyToMany ? [] : encrypted;
        check.Require(
            content.Count == 0 || (message["type"] == "media") == content.Any(enc => enc["mediatype"] is not null),
            "enc-mediatype", "'type' is 'media' exactly when 'enc' has a 'mediatype'.");
        var isHidden = message["edit"] is not null || message["type"] == "reaction" || message.Child("meta")?["polltype"] == "vote";
        check.Require(
            message["category"] == "peer" || content.All(enc => (enc["decrypt-fail"] == "hide") == isHidden),
            "enc-decrypt-fail", "'decrypt-fail' is 'hide' exactly for edits, deletions, reactions, pins and votes.");
        check.Require(message["type"] != "poll" || message.Child("meta")?["polltype"] is "creation" or "vote", "message-meta", "A poll has no 'polltype'.");
        check.Require(message["type"] != "event" || message.Child("meta")?["event_type"] is not null, "message-meta", "An event has no 'event_type'.");
    }

    private static void CheckCopies(StanzaCheck check, Device device)
    {
        if (check.Stanza.Child("participants") is not { } participants)
        {
            return;
        }

        var copies = participants.Children;
        var readers = copies.Select(copy => copy.Jid("jid")).ToArray();
        check.Require(
            copies.All(copy => copy.Tag == "to" && copy.Children is [{ Tag: "enc" }]) && readers.All(jid => jid is not null),
            "message-participants", "Each copy is a 'to' with a 'jid' and one 'enc'.");
        check.Require(readers.Distinct().Count() == readers.Length, "message-participants", "A device has two copies.");
        check.Require(
            !readers.Any(jid => jid is { } reader && device.JidInFormOf(reader) == reader), "message-participants", "The sending device has a copy of its own message.");
    }

    private static void CheckGroup(StanzaCheck check, Device device, Jid to, bool isRetry)
    {
        var message = check.Stanza;
        if (message["phash"] is { } hash)
        {
            check.Require(
                hash.Length == HashLength && hash.StartsWith("2:", StringComparison.Ordinal) && Convert.TryFromBase64String(hash[2..], new byte[6], out _),
                "phash", "'phash' is '2:' and 8 characters.");
            check.Require(to.IsManyToMany, "phash", "'phash' is for chats of many.");
            check.Require(!to.IsGroup || !device.Conduct.IsStale(to, hash), "phash", "The server has named another hash for this group.");
            device.Conduct.NoteHash(to, hash);
        }

        if (message["addressing_mode"] is { } mode)
        {
            check.Require(to.IsGroup && mode is "lid" or "pn", "addressing-mode", "'addressing_mode' is 'lid' or 'pn', and for groups.");
            check.Require(
                (message.Child("participants")?.Children ?? []).All(copy => copy.Jid("jid") is { } jid && jid.IsLid == (mode == "lid")),
                "addressing-mode", "Somebody is addressed in another form than 'addressing_mode' says.");
        }

        check.Require(
            isRetry || !to.IsManyToMany || message.Child("enc")?["type"] == "skmsg", "enc-type", "A message to many is encrypted with a sender key.");
    }

    private static void CheckRetry(StanzaCheck check)
    {
        var message = check.Stanza;
        check.Require(message.ChildrenOf("enc").Count() == 1 && message.Child("participants") is null, "retry", "A repetition is for one device.");
        check.Require(message.Child("enc")?.Number("count") is > 0, "retry", "A repetition's 'enc' has no 'count'.");
        check.Require(message["phash"] is null && message["addressing_mode"] is null, "retry", "A repetition has neither 'phash' nor 'addressing_mode'.");
        check.Require(message.Child("reporting") is null && message.Child("tctoken") is null, "retry", "A repetition carries neither 'reporting' nor 'tctoken'.");
    }

    private static void CheckPeer(StanzaCheck check, Device device, Jid to)
    {
        var message = check.Stanza;
        check.Require(device.Account.InFormOf(to) == to.ToUser(), "peer", "A message between devices goes to somebody else.");
        check.Require(message.Child("participants") is null && message.ChildrenOf("enc").Count() == 1, "peer", "A message between devices is for one device.");
        check.Require(message.Child("meta")?["appdata"] == "default", "peer", "A message between devices has no 'meta appdata'.");
        check.Require(message.Child("tctoken") is null && message.Child("reporting") is null, "peer", "A message between devices carries neither 'tctoken' nor 'reporting'.");
    }

    private static void CheckChannel(StanzaCheck check)
    {
        var message = check.Stanza;
        check.Require(Encrypted(message).Count == 0, "channel", "Nothing in a channel is encrypted.");
        check.Require(
            message["type"] == "reaction" ? message.Number("server_id") is > 0 && message.Child("reaction") is not null : message.Child("plaintext") is not null,
            "channel", "A message to a channel has 'plaintext', a reaction 'server_id' and 'reaction'.");
    }
}

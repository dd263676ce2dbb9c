using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Strict;

/// <summary>Receipts and acks: their shape, and whether they answer something.</summary>
internal static class ReceiptRules
{
    private const int MaxItems = 256;
    private const int RegistrationLength = 4;
    private const int MaxRetries = 5;
    private static readonly string[] KeyParts = ["type", "identity", "key", "skey", "device-identity"];

    public static void CheckReceipt(StanzaCheck check, Device device)
    {
        var receipt = check.Stanza;
        if (!check.Has("id") || !check.Has("to"))
        {
            return;
        }

        if (receipt["type"] is not null)
        {
            check.IsOneOf(
                "type", "inactive", "sender", "peer_msg", "read", "read-self", "played", "played-self", "hist_sync", "retry", "server-error", "view", "enc_rekey_retry");
        }

        var items = receipt.Child("list")?.Children ?? [];
        check.Require(
            items.Count <= MaxItems && items.All(item => item.Tag == "item" && (item["id"] ?? item["server_id"]) is not null),
            "receipt-list", "A list has at most 256 items, each with an id.");
        var isMany = receipt.Jid("to") is { IsManyToMany: true };
        check.Require(
            !isMany || receipt["type"] is "server-error" or "hist_sync" || receipt.Jid("participant") is not null,
            "receipt-participant", "In a chat of many the writer is missing.");
        if (receipt["type"] == "retry")
        {
            CheckRetry(check, device);
        }
        else if (receipt["type"] is "read" or "read-self" or "played" or "played-self")
        {
            var ids = items.Select(item => item["id"]).Prepend(receipt["id"]);
            check.Require(
                ids.All(id => !device.Conduct.OwesFirstAnswer("message", id)), "order-receipt", "A message is read before the server has its delivery receipt.");
        }

        if (receipt["type"] is null or "inactive" or "retry" or "sender")
        {
            CheckAnswer(check, device, "message");
        }
        else if (receipt["type"] is "peer_msg" or "hist_sync")
        {
            // It goes to the own account, in place of the receipt for the sending device or beside it.
            device.Conduct.Settled("message", receipt);
        }
    }

    public static void CheckAck(StanzaCheck check, Device device)
    {
        if (check.Has("class") & check.Has("id") & check.Has("to") && check.IsOneOf("class", "message", "notification", "receipt", "call"))
        {
            CheckAnswer(check, device, check.Stanza["class"]!);
        }
    }

    private static void CheckAnswer(StanzaCheck check, Device device, string tag)
    {
        var answer = check.Stanza;
        var owed = device.Conduct.Answered(tag, answer, out var isOwed);
        check.Require(isOwed, "answer-unowed", $"There is no {tag} that it answers.");
        if (owed is null)
        {
            return;
        }

        check.Require(answer.Jid("to") == owed.Jid("from"), "answer-to", "It does not go to where the stanza came from.");
        check.Require(answer.Jid("participant") == owed.Jid("participant"), "answer-participant", "'participant' is not the stanza's own.");
        check.Require(answer.Jid("recipient") == owed.Jid("recipient"), "answer-recipient", "'recipient' is not the stanza's own.");
        check.Require(answer.Tag != "ack" || answer["type"] == owed["type"], "answer-type", "'type' is not the stanza's own.");
    }

    private static void CheckRetry(StanzaCheck check, Device device)
    {
        var receipt = check.Stanza;
        var retry = receipt.Child("retry");
        check.Require(
            retry?.Number("count") is > 0 && retry["id"] == receipt["id"] && retry["t"] is not null && retry["v"] == "1",
            "retry", "'retry' names count, id, t and v.");
        check.Require(receipt.Child("registration")?.Bytes.Length == RegistrationLength, "retry", "'registration' has not 4 bytes.");
        var keys = receipt.Child("keys");
        check.Require(retry?.Number("count") is not > 1 || keys is not null, "retry", "The second request comes without keys.");
        check.Require(
            keys is null || KeyParts.All(part => keys.Child(part) is not null || (device.Id == 0 && part == "device-identity")),
            "retry", "'keys' is not complete.");
        if (keys?.Child("key") is { } key)
        {
            PreKeyRules.CheckFresh(check, device, key);
        }

        var count = retry?.Number("count") ?? 0;
        check.Require(count <= MaxRetries, "retry", "A message is asked for more than 5 times.");
        check.Require(
            device.Conduct.TakesRetry($"{receipt["id"]} {receipt.Jid("to")} {receipt.Jid("participant")}", count), "order-retry", "'count' is not higher than in the request before.");
    }
}

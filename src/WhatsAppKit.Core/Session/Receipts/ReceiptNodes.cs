using System.Globalization;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Session.Devices;

namespace WhatsAppKit.Core.Session.Receipts;

/// <summary>Shapes the answers a device owes for what it received.</summary>
internal static class ReceiptNodes
{
    /// <summary>The acknowledgement of a stanza, with an error code when it is refused.</summary>
    public static BinaryNode Ack(BinaryNode received, int? error = null) =>
        new(
            "ack",
            [
                ("class", received.Tag),
                ("id", received["id"]),
                ("to", received.Jid("from")),
                ("participant", received.Jid("participant")),
                ("recipient", received.Jid("recipient")),
                ("type", received["type"]),
                ("error", error?.ToString(CultureInfo.InvariantCulture)),
            ]);

    /// <summary>The receipt of a message that was decrypted.</summary>
    public static BinaryNode Delivery(BinaryNode message, string? type) =>
        new(
            "receipt",
            [
                ("id", message["id"]),
                ("to", message.Jid("from")),
                ("participant", message.Jid("participant")),
                ("recipient", message.Jid("recipient")),
                ("type", type),
            ]);

    /// <summary>Confirms to the account's phone that this device took note of a part of the history.</summary>
    public static BinaryNode History(string id, Jid own) => new("receipt", [("id", id), ("to", own), ("type", "hist_sync")]);

    /// <summary>Asks the sender for the message again; with keys, so that it can open a new session.</summary>
    public static BinaryNode Retry(
        BinaryNode message, int count, int reason, DeviceCredentials credentials, (uint Id, KeyPair Pair)? offered)
    {
        var retry = new BinaryNode(
            "retry",
            [
                ("count", count.ToString(CultureInfo.InvariantCulture)),
                ("id", message["id"]),
                ("t", message["t"]),
                ("v", "1"),
                ("error", reason.ToString(CultureInfo.InvariantCulture)),
            ]);
        var registration = new BinaryNode("registration", null, PreKeyNodes.UInt32(credentials.RegistrationId));
        BinaryNode[] children = offered is { } key
            ? [retry, registration, PreKeyNodes.Offer(credentials, key.Id, key.Pair.PublicKey)]
            : [retry, registration];
        return new BinaryNode(
            "receipt",
            [
                ("id", message["id"]),
                ("to", message.Jid("from")),
                ("type", "retry"),
                ("participant", message.Jid("participant")),
                ("recipient", message.Jid("recipient")),
                ("category", message["category"] == "peer" ? "peer" : null),
            ],
            children);
    }
}

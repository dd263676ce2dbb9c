using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Session.Receipts;

/// <summary>Reads receipts that report what another device of this account did.</summary>
internal static class OwnReceipts
{
    /// <summary>The event; null when the receipt reports something else, or is somebody else's.</summary>
    public static ReadElsewhere? Read(BinaryNode receipt, DeviceCredentials credentials, IReadOnlyList<string> ids, DateTimeOffset timestamp)
    {
        if (receipt["type"] is not ("read" or "read-self" or "played" or "played-self") || receipt.Jid("from") is not { } from)
        {
            return null;
        }

        var isManyToMany = from.Server is JidServer.Group or JidServer.Broadcast;
        var by = isManyToMany ? receipt.Jid("participant") ?? default : from;
        if (!credentials.IsOwnUser(by))
        {
            return null;
        }

        var chat = isManyToMany ? from : receipt.Jid("recipient") ?? from;
        return new ReadElsewhere(chat.ToUser(), by, ids, receipt["type"] is "played" or "played-self", timestamp);
    }
}

using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Credentials;

namespace WhatsAppKit.Core.Messages;

/// <summary>Where a message stanza comes from: its chat, its writer, and both in the other addressing where told.</summary>
/// <param name="Chat">The chat, without device.</param>
/// <param name="ChatAlternate">The chat's person in the other addressing.</param>
/// <param name="Sender">The sending device.</param>
/// <param name="SenderAlternate">The sending device in the other addressing.</param>
/// <param name="FromMe">True when another device of this account sent it.</param>
internal sealed record MessageSource(Jid Chat, Jid? ChatAlternate, Jid Sender, Jid? SenderAlternate, bool FromMe)
{
    /// <summary>When the server took it; the epoch when it does not say.</summary>
    public DateTimeOffset Timestamp { get; init; }

    public bool IsManyToMany => Chat.IsManyToMany;

    /// <exception cref="ProtocolException">The stanza lacks its addresses, or they contradict each other.</exception>
    public static MessageSource Of(BinaryNode message, DeviceCredentials credentials) =>
        Addresses(message, credentials) with
        {
            Timestamp = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(message.Number("t") ?? 0, 0, UnixTime.MaxSeconds)),
        };

    private static MessageSource Addresses(BinaryNode message, DeviceCredentials credentials)
    {
        var from = message.Jid("from") ?? throw new ProtocolException("A message has no sender.");
        if (from.IsManyToMany)
        {
            var participant = message.Jid("participant") ?? throw new ProtocolException("A group message has no participant.");
            var alternate = Alternate(participant, message.Jid(participant.IsLid ? "participant_pn" : "participant_lid"));
            return new MessageSource(from.ToUser(), null, participant, alternate, credentials.IsOwnUser(participant));
        }

        var sender = Alternate(from, message.Jid(from.IsLid ? "sender_pn" : "sender_lid"));
        if (credentials.IsOwnUser(from))
        {
            var chat = (message.Jid("recipient") ?? from).ToUser();
            var alternate = message.Jid(chat.IsLid ? "peer_recipient_pn" : "peer_recipient_lid")?.ToUser();
            return new MessageSource(chat, alternate, from, sender, FromMe: true);
        }

        return message.Jid("recipient") is null
            ? new MessageSource(from.ToUser(), sender?.ToUser(), from, sender, FromMe: false)
            : throw new ProtocolException("A message of another person names a recipient.");
    }

    /// <summary>The phone number and LID of the sender, when the stanza tells both.</summary>
    public (Jid Phone, Jid Lid)? LearnedPair =>
        SenderAlternate is not { } other ? null
        : Sender.IsPhoneNumber && other.IsLid ? (Sender, other)
        : Sender.IsLid && other.IsPhoneNumber ? (other, Sender)
        : null;

    // The alternate address names no device: it is the sender's.
    private static Jid? Alternate(Jid device, Jid? user) => user?.WithDevice(device.Device);
}

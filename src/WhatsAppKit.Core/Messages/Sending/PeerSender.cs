using Google.Protobuf;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Messages;

/// <summary>
/// Sends what one device of the account has to say to another one: for a linked device always the phone. Such a message goes to
/// that device alone and carries nothing that messages between people carry.
/// </summary>
internal sealed class PeerSender(IWhatsAppSession session, DeviceState state, DeviceEncryptor encryptor, TimeProvider time, ILogger logger)
{
    /// <summary>Sends, and commits <paramref name="alongside"/> with the ratchet step before. A refusal is logged: nobody waits for it.</summary>
    /// <param name="device">The device of this account, by phone number.</param>
    /// <param name="content">What to say.</param>
    /// <param name="alongside">What becomes durable before the message leaves.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task SendAsync(
        Jid device, Message.Types.ProtocolMessage content, IReadOnlyList<StoreChange> alongside, CancellationToken cancellationToken) =>
        SendAsync(device, content, alongside, new PeerStanza(), cancellationToken);

    /// <inheritdoc cref="SendAsync(Jid, Message.Types.ProtocolMessage, IReadOnlyList{StoreChange}, CancellationToken)"/>
    public async Task SendAsync(
        Jid device,
        Message.Types.ProtocolMessage content,
        IReadOnlyList<StoreChange> alongside,
        PeerStanza stanza,
        CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> plaintext = new Message { ProtocolMessage = content }.ToByteArray();
        var copies = await encryptor.EncryptAsync([(device, plaintext)], alongside, cancellationToken).ConfigureAwait(false);
        if (copies.Count == 0)
        {
            return;
        }

        var ack = await session.SendAndAwaitAckAsync(Stanza(device, content, copies[0], stanza), cancellationToken).ConfigureAwait(false);
        if (ack["error"] is { } error)
        {
            SessionLog.PeerRefused(logger, error);
        }
    }

    private BinaryNode Stanza(Jid device, Message.Types.ProtocolMessage content, EncryptedFor copy, PeerStanza stanza)
    {
        BinaryNode meta = new("meta", [("appdata", "default")]);
        BinaryNode enc = new("enc", [("v", "2"), ("type", copy.IsPreKey ? "pkmsg" : "msg")], copy.Ciphertext);
        return new BinaryNode(
            "message",
            [
                ("id", stanza.Id ?? MessageIds.Create(state.Credentials.PhoneJid!.Value, time.GetUtcNow())),
                ("to", device),
                ("type", "text"),
                ("category", "peer"),
                ("push_priority", stanza.Priority),
                ("privacy_sensitive", content.PeerDataOperationRequestMessage?.HistorySyncOnDemandRequest is null ? null : "1"),
            ],
            copy.IsPreKey ? [meta, enc, new BinaryNode("device-identity", null, state.Credentials.Account)] : [meta, enc]);
    }
}

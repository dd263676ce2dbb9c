using Google.Protobuf;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Signal;

/// <summary>A received <c>pkmsg</c>: the sender's half of a key agreement around the first messages of a session.</summary>
internal sealed class PreKeyMessage
{
    private static readonly MessageParser<PreKeySignalMessage> Parser = PreKeySignalMessage.Parser.WithDiscardUnknownFields(true);

    private PreKeyMessage(PreKeySignalMessage wire)
    {
        // Some senders write 0 for "none".
        PreKeyId = wire.PreKeyId == 0 ? null : wire.PreKeyId;
        SignedPreKeyId = wire.SignedPreKeyId;
        RegistrationId = wire.RegistrationId;
        BaseKey = WireFormat.ReadKey(wire.BaseKey);
        IdentityKey = WireFormat.ReadKey(wire.IdentityKey);
        Message = RatchetMessage.Parse(wire.Message.Memory);
    }

    /// <summary>The one-time pre-key the sender used, if any.</summary>
    public uint? PreKeyId { get; }

    public uint SignedPreKeyId { get; }

    public uint RegistrationId { get; }

    /// <summary>Names the session: the sender repeats it until it has seen an answer.</summary>
    public PublicKey BaseKey { get; }

    /// <summary>The sender's identity as claimed; it is proven only by opening the message.</summary>
    public PublicKey IdentityKey { get; }

    /// <summary>The message inside.</summary>
    public RatchetMessage Message { get; }

    public static PreKeyMessage Parse(ReadOnlyMemory<byte> bytes)
    {
        WireFormat.RequireVersion(bytes.Span);
        return new PreKeyMessage(WireFormat.Parse(Parser, bytes.Span[1..]));
    }

    /// <summary>Wraps a message of a session whose start the peer has not confirmed yet.</summary>
    public static byte[] Wrap(SessionState state, PendingPreKey pending, LocalIdentity local, byte[] message)
    {
        var wire = new PreKeySignalMessage
        {
            BaseKey = ByteString.CopyFrom(state.BaseKey.Serialized),
            IdentityKey = ByteString.CopyFrom(local.Identity.PublicKey.Serialized),
            Message = UnsafeByteOperations.UnsafeWrap(message),
            RegistrationId = local.RegistrationId,
            SignedPreKeyId = pending.SignedPreKeyId,
        };
        if (pending.PreKeyId is { } preKeyId)
        {
            wire.PreKeyId = preKeyId;
        }

        return WireFormat.Write(wire, trailer: 0);
    }
}

using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>The phone's share of the agreement.</summary>
internal sealed record Continuation(PublicKey PublicKey, ReadOnlyMemory<byte> Nonce)
{
    /// <summary>Reads the notification; null when it is malformed.</summary>
    public static Continuation? Read(BinaryNode notification)
    {
        try
        {
            var identity = PrimaryEphemeralIdentity.Parser.ParseFrom((notification.Child("primary_ephemeral_identity")?.Bytes ?? default).Span);
            return identity.PublicKey.Length == PublicKey.Length && identity.Nonce.Length == Prologue.NonceLength
                ? new Continuation(new PublicKey(identity.PublicKey.Span), identity.Nonce.Memory)
                : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}

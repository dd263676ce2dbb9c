using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Tests.Pairing.Passkey;

/// <summary>What a phone sends as its share of the agreement.</summary>
internal static class Shares
{
    public static byte[] Of(byte[] key, byte[] nonce) =>
        new PrimaryEphemeralIdentity { PublicKey = ByteString.CopyFrom(key), Nonce = ByteString.CopyFrom(nonce) }.ToByteArray();
}

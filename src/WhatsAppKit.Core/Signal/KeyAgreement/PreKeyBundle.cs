using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>The public keys of a device that a session with it starts from, as the server handed them out.</summary>
internal sealed record PreKeyBundle(
    uint RegistrationId,
    PublicKey IdentityKey,
    uint SignedPreKeyId,
    PublicKey SignedPreKey,
    ReadOnlyMemory<byte> SignedPreKeySignature,
    uint? PreKeyId,
    PublicKey? PreKey);

using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>An opened message.</summary>
/// <param name="Plaintext">The plaintext, still with the padding of the message layer.</param>
/// <param name="ConsumedPreKeyId">The one-time pre-key to delete together with storing the record.</param>
/// <param name="RemoteIdentity">The identity the message is authenticated by.</param>
internal sealed record DecryptedMessage(byte[] Plaintext, uint? ConsumedPreKeyId, PublicKey RemoteIdentity);

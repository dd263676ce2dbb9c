using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>This device's side of every session.</summary>
internal sealed record LocalIdentity(KeyPair Identity, uint RegistrationId);

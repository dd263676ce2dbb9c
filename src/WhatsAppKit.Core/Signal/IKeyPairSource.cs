using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>Where fresh base and ratchet keys come from; random except where a transcript is replayed.</summary>
internal interface IKeyPairSource
{
    /// <summary>A key pair never handed out before; the caller owns it.</summary>
    KeyPair Next();
}

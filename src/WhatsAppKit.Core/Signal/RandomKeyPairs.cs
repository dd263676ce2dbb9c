using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>Key pairs from the system's random generator.</summary>
internal sealed class RandomKeyPairs : IKeyPairSource
{
    public static readonly RandomKeyPairs Instance = new();

    public KeyPair Next() => KeyPair.Generate();
}

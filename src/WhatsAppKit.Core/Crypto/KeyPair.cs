namespace WhatsAppKit.Core.Crypto;

/// <summary>A Curve25519 key pair. Disposing it zeroes the private half.</summary>
internal sealed class KeyPair : IDisposable
{
    public KeyPair(PrivateKey privateKey)
    {
        PrivateKey = privateKey;
        PublicKey = Curve25519.PublicKeyOf(privateKey);
    }

    public KeyPair(PrivateKey privateKey, PublicKey publicKey)
    {
        PrivateKey = privateKey;
        PublicKey = publicKey;
    }

    public PrivateKey PrivateKey { get; }

    public PublicKey PublicKey { get; }

    public static KeyPair Generate() => new(PrivateKey.Generate());

    public void Dispose() => PrivateKey.Dispose();

    public override string ToString() => $"[key pair {PublicKey}]";
}

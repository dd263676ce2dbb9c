using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Tests.Signal;

/// <summary>Given private keys in a given order, for replaying a transcript.</summary>
internal sealed class KeyQueue(IEnumerable<byte[]> privateKeys) : IKeyPairSource
{
    private readonly Queue<byte[]> _keys = new(privateKeys);

    public int Left => _keys.Count;

    public void Add(byte[] privateKey) => _keys.Enqueue(privateKey);

    public KeyPair Next() => new(new PrivateKey(_keys.Dequeue()));
}

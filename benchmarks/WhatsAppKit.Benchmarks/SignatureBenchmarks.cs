using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Benchmarks;

/// <summary>Verifying with a Curve25519 key. The yardstick is libsodium's Ed25519 with a key already converted.</summary>
[MemoryDiagnoser]
public class SignatureBenchmarks
{
    private readonly byte[] _message = RandomNumberGenerator.GetBytes(64);
    private readonly byte[] _edwardsKey = new byte[Ed25519.PublicKeyLength];
    private KeyPair _pair = null!;
    private byte[] _signature = [];
    private byte[] _plain = [];

    [GlobalSetup]
    public void Sign()
    {
        _pair = KeyPair.Generate();
        _signature = XEdDsa.Sign(_pair.PrivateKey, _message);
        MontgomeryPoint.ToEdwards(_pair.PublicKey.Span, _edwardsKey);
        _edwardsKey[31] |= (byte)(_signature[63] & 0x80);
        _plain = [.. _signature];
        _plain[63] &= 0x7F;
        if (!Ed25519.Verify(_edwardsKey, _message, _plain) || !XEdDsa.Verify(_pair.PublicKey, _message, _signature))
        {
            throw new InvalidOperationException("The signature does not verify.");
        }
    }

    [GlobalCleanup]
    public void Release() => _pair.Dispose();

    [Benchmark(Baseline = true)]
    public bool Ed25519Alone() => Ed25519.Verify(_edwardsKey, _message, _plain);

    [Benchmark]
    public bool Verify() => XEdDsa.Verify(_pair.PublicKey, _message, _signature);

    [Benchmark]
    public byte[] SignOnce() => XEdDsa.Sign(_pair.PrivateKey, _message);
}

using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using WhatsAppKit.Core.Noise;

namespace WhatsAppKit.Benchmarks;

/// <summary>Sealing a frame of the connection. The yardstick is the bare cipher.</summary>
[MemoryDiagnoser]
public class NoiseBenchmarks : IDisposable
{
    private readonly byte[] _nonce = new byte[12];
    private AesGcm _bare = null!;
    private NoiseFrameCipher _cipher = null!;
    private byte[] _frame = [];

    [Params(64, 1024, 16384)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Create()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        _bare = new AesGcm(key, NoiseFrameCipher.TagLength);
        _cipher = new NoiseFrameCipher(key);
        _frame = new byte[Bytes + NoiseFrameCipher.TagLength];
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _bare.Dispose();
        _cipher.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void AesGcmAlone()
    {
        var content = _frame.AsSpan()[..^NoiseFrameCipher.TagLength];
        _bare.Encrypt(_nonce, content, content, _frame.AsSpan()[^NoiseFrameCipher.TagLength..]);
    }

    [Benchmark]
    public void SealFrame() => _cipher.Seal(_frame);
}

using System.Security.Cryptography;

namespace WhatsAppKit.Core.Signal;

/// <summary>The symmetric half of the ratchet: a key that gives each message its own and can only move forward.</summary>
internal sealed class ChainKey : IDisposable
{
    public const int Length = 32;

    /// <summary>The length of the seed a message's keys are derived from.</summary>
    public const int SeedLength = 32;

    private readonly byte[] _key;

    public ChainKey(ReadOnlySpan<byte> key, uint index)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, Length);
        _key = key.ToArray();
        Index = index;
    }

    /// <summary>The number of the next message.</summary>
    public uint Index { get; private set; }

    public ReadOnlyMemory<byte> Memory => _key;

    public ChainKey Copy() => new(_key, Index);

    /// <summary>Writes the seed of the message at <see cref="Index"/>.</summary>
    public void DeriveSeed(Span<byte> seed) => HMACSHA256.HashData(_key, [0x01], seed);

    public void Advance()
    {
        Span<byte> next = stackalloc byte[Length];
        HMACSHA256.HashData(_key, [0x02], next);
        next.CopyTo(_key);
        CryptographicOperations.ZeroMemory(next);
        Index++;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}

using System.Security.Cryptography;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>One sender key: a chain that gives each message its key, and the key that signs them.</summary>
internal sealed class SenderKeyState : IDisposable
{
    private readonly SkippingChain _chain;

    public SenderKeyState(uint keyId, PublicKey signingKey, PrivateKey? signingPrivateKey, ChainKey chain, uint firstIteration)
    {
        KeyId = keyId;
        SigningKey = signingKey;
        SigningPrivateKey = signingPrivateKey;
        _chain = new SkippingChain(chain);
        FirstIteration = firstIteration;
    }

    public uint KeyId { get; }

    public PublicKey SigningKey { get; }

    /// <summary>Only in a key of our own.</summary>
    public PrivateKey? SigningPrivateKey { get; }

    /// <summary>The first message this key was given for: those before it were never ours to read.</summary>
    public uint FirstIteration { get; private set; }

    public ChainKey Chain => _chain.Chain;

    public SkippedKeys Skipped => _chain.Skipped;

    /// <summary>A new key of our own.</summary>
    public static SenderKeyState Generate()
    {
        Span<byte> chainKey = stackalloc byte[ChainKey.Length];
        RandomNumberGenerator.Fill(chainKey);
        var signing = KeyPair.Generate();
        var chain = new ChainKey(chainKey, 0);
        CryptographicOperations.ZeroMemory(chainKey);

        // Below 2^31: some clients read the id as a signed number.
        return new SenderKeyState((uint)RandomNumberGenerator.GetInt32(int.MaxValue), signing.PublicKey, signing.PrivateKey, chain, 0);
    }

    /// <summary>Writes the seed of a message; the error says why there is none.</summary>
    public SignalError? FindSeed(uint iteration, Span<byte> seed) =>
        iteration < FirstIteration ? SignalError.NoSenderKey : _chain.FindSeed(iteration, seed);

    public void Consume(uint iteration) => _chain.Consume(iteration);

    /// <summary>
    /// Takes what an earlier snapshot of the same key adds: the messages before the first one known here. This happens when
    /// the later of two messages that carried the key arrived first.
    /// </summary>
    public void Extend(SenderKeyDistribution earlier)
    {
        if (earlier.Iteration >= FirstIteration || FirstIteration - earlier.Iteration > SignalLimits.MaxGap)
        {
            return;
        }

        using var chain = new ChainKey(earlier.ChainKey.Span, earlier.Iteration);
        var seeds = new List<(uint, byte[])>();
        while (chain.Index < FirstIteration)
        {
            var seed = new byte[ChainKey.SeedLength];
            chain.DeriveSeed(seed);
            seeds.Add((chain.Index, seed));
            chain.Advance();
        }

        Skipped.AddEarlier(seeds);
        FirstIteration = earlier.Iteration;
    }

    public void Dispose()
    {
        _chain.Dispose();
        SigningPrivateKey?.Dispose();
    }
}

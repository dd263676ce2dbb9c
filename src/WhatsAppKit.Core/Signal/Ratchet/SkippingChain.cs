namespace WhatsAppKit.Core.Signal;

/// <summary>
/// A chain whose messages may arrive in any order. Finding a message's seed changes nothing; consuming it, once the message
/// has verified, does.
/// </summary>
internal class SkippingChain(ChainKey chain) : IDisposable
{
    public ChainKey Chain { get; } = chain;

    public SkippedKeys Skipped { get; } = new();

    /// <summary>Writes the seed of a message; the error says why there is none.</summary>
    public SignalError? FindSeed(uint counter, Span<byte> seed)
    {
        if (counter < Chain.Index)
        {
            return Skipped.TryGet(counter, seed) ? null : SignalError.DuplicateMessage;
        }

        // The last number is never used: the chain's index could not move past it.
        if (counter - Chain.Index > SignalLimits.MaxGap || counter == uint.MaxValue)
        {
            return SignalError.TooFarInFuture;
        }

        using var ahead = Chain.Copy();
        while (ahead.Index < counter)
        {
            ahead.Advance();
        }

        ahead.DeriveSeed(seed);
        return null;
    }

    /// <summary>Gives up the key of an authenticated message and keeps those of the messages it overtook.</summary>
    public void Consume(uint counter)
    {
        if (counter < Chain.Index)
        {
            Skipped.Remove(counter);
            return;
        }

        while (Chain.Index < counter)
        {
            var seed = new byte[ChainKey.SeedLength];
            Chain.DeriveSeed(seed);
            Skipped.Add(Chain.Index, seed);
            Chain.Advance();
        }

        Chain.Advance();
    }

    public void Dispose()
    {
        Chain.Dispose();
        Skipped.Dispose();
        GC.SuppressFinalize(this);
    }
}

using WhatsAppKit.Core.AppState.Crypto;

namespace WhatsAppKit.Core.AppState.Keys;

/// <summary>The keys of one moment. They belong to the <see cref="KeyRing"/>, which zeroes them.</summary>
internal sealed class KnownKeys(IReadOnlyDictionary<string, AppStateKeySet> keys, AppStateKeySet? newest)
{
    /// <summary>What this device encrypts with; null while the phone has shared none.</summary>
    public AppStateKeySet? Newest => newest;

    public IEnumerable<AppStateKeySet> All => keys.Values;

    public AppStateKeySet? Find(ReadOnlyMemory<byte> id) => keys.GetValueOrDefault(KeyRing.Name(id.Span));

    /// <exception cref="AppStateKeysMissingException">Some are not here.</exception>
    public void Require(IEnumerable<ReadOnlyMemory<byte>> ids)
    {
        ReadOnlyMemory<byte>[] missing = [.. ids.Where(id => Find(id) is null).DistinctBy(id => KeyRing.Name(id.Span))];
        if (missing.Length > 0)
        {
            throw new AppStateKeysMissingException(missing);
        }
    }
}

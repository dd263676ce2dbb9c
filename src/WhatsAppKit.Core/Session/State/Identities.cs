using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.State;

/// <summary>The identity keys of other devices, as one transaction sees them.</summary>
internal sealed class Identities(StateTransaction transaction)
{
    /// <summary>The identity a device is known by; null before the first contact. One kept under the phone number moves to the LID.</summary>
    public async ValueTask<PublicKey?> GetAsync(SignalAddress address, CancellationToken cancellationToken)
    {
        var stored = await transaction.GetAsync(StoreKind.Identity, address.Key, cancellationToken).ConfigureAwait(false);
        if (await transaction.EarlierAddressAsync(address, cancellationToken).ConfigureAwait(false) is { } earlier
            && await transaction.GetAsync(StoreKind.Identity, earlier.Key, cancellationToken).ConfigureAwait(false) is { } old)
        {
            transaction.Set(StoreChange.Delete(StoreKind.Identity, earlier.Key));
            if (stored is null)
            {
                transaction.Set(StoreChange.Set(StoreKind.Identity, address.Key, old));
                stored = old;
            }
        }

        return stored is { } bytes ? Read(bytes.Span) : null;
    }

    public void Set(SignalAddress address, PublicKey identity) =>
        transaction.Set(StoreChange.Set(StoreKind.Identity, address.Key, identity.Span.ToArray()));

    public void Delete(SignalAddress address) => transaction.Set(StoreChange.Delete(StoreKind.Identity, address.Key));

    private static PublicKey Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new PublicKey(bytes);
        }
        catch (CryptoException error)
        {
            throw new CorruptStoreException("A stored identity key is damaged.", error);
        }
    }
}

using System.Globalization;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.State;

/// <summary>This device's own pre-keys, as one transaction sees them.</summary>
internal sealed class PreKeys(StateTransaction transaction)
{
    // Longer than a server keeps a message that was encrypted with a replaced key.
    private static readonly TimeSpan ReplacedRetention = TimeSpan.FromDays(30);

    /// <summary>A one-time pre-key; null when it does not exist or was used.</summary>
    public ValueTask<KeyPair?> OneTimeAsync(uint id, CancellationToken cancellationToken) => LoadAsync(StoreKind.PreKey, id, cancellationToken);

    /// <summary>A copy of a signed pre-key: the current one, or one that was replaced lately; null when it is neither.</summary>
    public async ValueTask<KeyPair?> SignedAsync(uint id, CancellationToken cancellationToken)
    {
        var current = transaction.Credentials.SignedPreKey;
        return current.Id == id
            ? new KeyPair(new PrivateKey(current.KeyPair.PrivateKey.Span), current.KeyPair.PublicKey)
            : await LoadAsync(StoreKind.SignedPreKey, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes one-time pre-keys with the next ids. They are durable when the transaction commits.</summary>
    public IReadOnlyList<(uint Id, KeyPair Pair)> Generate(int count)
    {
        var keys = new (uint, KeyPair)[count];
        var next = transaction.Credentials.NextPreKeyId;
        for (var i = 0; i < count; i++)
        {
            var pair = KeyPair.Generate();
            keys[i] = (next, pair);
            transaction.Set(StoreChange.Set(StoreKind.PreKey, Name(next), pair.PrivateKey.Span.ToArray()));
            next = DeviceCredentials.FollowingPreKeyId(next);
        }

        transaction.Credentials = transaction.Credentials with { NextPreKeyId = next };
        return keys;
    }

    /// <summary>Forgets a one-time pre-key that was used.</summary>
    public void Remove(uint id) => transaction.Set(StoreChange.Delete(StoreKind.PreKey, Name(id)));

    /// <summary>Makes a new signed pre-key the current one; the one before stays for messages that are on their way.</summary>
    public void ReplaceSigned(DateTimeOffset now)
    {
        var replaced = transaction.Credentials.SignedPreKey;
        transaction.Set(StoreChange.Set(
            StoreKind.SignedPreKey, Name(replaced.Id), replaced.KeyPair.PrivateKey.Span.ToArray(), now + ReplacedRetention));
        transaction.Credentials = transaction.Credentials with
        {
            SignedPreKey = SignedPreKey.Generate(DeviceCredentials.FollowingPreKeyId(replaced.Id), transaction.Credentials.IdentityKey),
            SignedPreKeySince = now,
            IsSignedPreKeyUnconfirmed = true,
        };
    }

    private static string Name(uint id) => id.ToString(CultureInfo.InvariantCulture);

    private async ValueTask<KeyPair?> LoadAsync(string kind, uint id, CancellationToken cancellationToken) =>
        await transaction.GetAsync(kind, Name(id), cancellationToken).ConfigureAwait(false) is { } bytes
            ? new KeyPair(new PrivateKey(bytes.Span))
            : null;
}

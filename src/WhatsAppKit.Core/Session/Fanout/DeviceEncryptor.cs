using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>Encrypts content for devices, opening the sessions that are missing.</summary>
internal sealed class DeviceEncryptor(DeviceState state, PreKeyService preKeys, ILogger logger)
{
    /// <summary>
    /// Encrypts each device's content and commits every ratchet step, together with <paramref name="alsoCommit"/>, before
    /// the ciphertexts are returned. A device without a usable bundle is left out.
    /// </summary>
    public async Task<IReadOnlyList<EncryptedFor>> EncryptAsync(
        IReadOnlyList<(Jid Device, ReadOnlyMemory<byte> Content)> copies,
        IReadOnlyList<StoreChange> alsoCommit,
        CancellationToken cancellationToken)
    {
        // The bundles are fetched between two transactions: a transaction never waits for the server.
        var missing = await state.UpdateAsync(
            transaction => WithoutSessionAsync(transaction, copies.Select(copy => copy.Device), cancellationToken), cancellationToken).ConfigureAwait(false);
        var bundles = missing.Count == 0
            ? new Dictionary<Jid, PreKeyBundle>()
            : await preKeys.FetchAsync(missing, cancellationToken).ConfigureAwait(false);
        return await state.UpdateAsync(
            async transaction =>
            {
                var encrypted = new List<EncryptedFor>(copies.Count);
                foreach (var (device, content) in copies)
                {
                    if (await EncryptOneAsync(transaction, device, content, bundles, cancellationToken).ConfigureAwait(false) is { } copy)
                    {
                        encrypted.Add(copy);
                    }
                }

                foreach (var change in alsoCommit)
                {
                    transaction.Set(change);
                }

                return encrypted;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a new session from a bundle; the old one is archived, not lost.</summary>
    public Task StartSessionAsync(Jid device, PreKeyBundle bundle, CancellationToken cancellationToken) =>
        state.UpdateAsync(
            async transaction =>
            {
                var address = await transaction.AddressOfAsync(device, cancellationToken).ConfigureAwait(false);
                var record = await transaction.SessionAsync(address, cancellationToken).ConfigureAwait(false);
                Start(transaction, address, record, bundle);
            },
            cancellationToken);

    private static async Task<IReadOnlyCollection<Jid>> WithoutSessionAsync(
        StateTransaction transaction, IEnumerable<Jid> devices, CancellationToken cancellationToken)
    {
        var missing = new List<Jid>();
        foreach (var device in devices)
        {
            var address = await transaction.AddressOfAsync(device, cancellationToken).ConfigureAwait(false);
            if (!(await transaction.SessionAsync(address, cancellationToken).ConfigureAwait(false)).HasSession)
            {
                missing.Add(device);
            }
        }

        return missing;
    }

    private static void Start(StateTransaction transaction, SignalAddress address, SessionRecord record, PreKeyBundle bundle)
    {
        SessionBuilder.Start(record, transaction.Credentials.LocalIdentity, bundle);
        transaction.Touch(address);
        transaction.Set(StoreChange.Set(StoreKind.Identity, address.Key, bundle.IdentityKey.Span.ToArray()));
    }

    private async Task<EncryptedFor?> EncryptOneAsync(
        StateTransaction transaction,
        Jid device,
        ReadOnlyMemory<byte> content,
        IReadOnlyDictionary<Jid, PreKeyBundle> bundles,
        CancellationToken cancellationToken)
    {
        var address = await transaction.AddressOfAsync(device, cancellationToken).ConfigureAwait(false);
        var record = await transaction.SessionAsync(address, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!record.HasSession)
            {
                if (!bundles.TryGetValue(device, out var bundle))
                {
                    SessionLog.DeviceSkipped(logger, "the server has no pre-keys of it");
                    return null;
                }

                Start(transaction, address, record, bundle);
            }

            var encrypted = SessionCipher.Encrypt(record, transaction.Credentials.LocalIdentity, MessagePadding.Pad(content.Span));
            transaction.Touch(address);
            return new EncryptedFor(device, encrypted.IsPreKey, encrypted.Bytes);
        }
        catch (Exception error) when (error is SignalException or CryptoException)
        {
            SessionLog.DeviceSkipped(logger, error.Message);
            return null;
        }
    }
}

using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>Encrypts content for devices, opening the sessions that are missing.</summary>
internal sealed class DeviceEncryptor(DeviceState state, PreKeyService preKeys, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan UnansweredLifetime = TimeSpan.FromDays(30);

    /// <summary>
    /// Encrypts each device's content and commits every ratchet step, together with <paramref name="alsoCommit"/>, before
    /// the ciphertexts are returned. A device without a usable bundle is left out.
    /// </summary>
    public async Task<IReadOnlyList<EncryptedFor>> EncryptAsync(
        IReadOnlyList<(Jid Device, ReadOnlyMemory<byte> Content)> copies,
        IReadOnlyList<StoreChange> alsoCommit,
        CancellationToken cancellationToken)
    {
        var encrypted = new List<EncryptedFor>(copies.Count);
        await WithSessionsAsync(
            async (transaction, bundles) =>
            {
                var missing = await MissingAsync(transaction, [.. copies.Select(copy => copy.Device)], bundles, cancellationToken).ConfigureAwait(false);
                if (missing.Count > 0)
                {
                    return missing;
                }

                foreach (var (device, content) in copies)
                {
                    if (await EncryptAsync(transaction, device, content, bundles, cancellationToken).ConfigureAwait(false) is { } copy)
                    {
                        encrypted.Add(copy);
                    }
                }

                foreach (var change in alsoCommit)
                {
                    transaction.Set(change);
                }

                return [];
            },
            cancellationToken).ConfigureAwait(false);
        return encrypted;
    }

    /// <summary>
    /// Runs a step that may need sessions which do not exist yet. The step names the devices, changing nothing; their
    /// bundles are fetched between two transactions, since one never waits for the server, and the step runs again.
    /// </summary>
    public async Task WithSessionsAsync(
        Func<StateTransaction, Dictionary<Jid, PreKeyBundle?>, Task<IReadOnlyCollection<Jid>>> step, CancellationToken cancellationToken)
    {
        var bundles = new Dictionary<Jid, PreKeyBundle?>();
        while (true)
        {
            var missing = await state.UpdateAsync(transaction => step(transaction, bundles), cancellationToken).ConfigureAwait(false);
            if (missing.Count == 0)
            {
                return;
            }

            var fetched = await preKeys.FetchAsync(missing, cancellationToken).ConfigureAwait(false);
            foreach (var device in missing)
            {
                bundles[device] = fetched.GetValueOrDefault(device);
            }
        }
    }

    /// <summary>The devices with neither a session nor an answer to the question for their bundle.</summary>
    public async Task<IReadOnlyCollection<Jid>> MissingAsync(
        StateTransaction transaction, IReadOnlyCollection<Jid> devices, Dictionary<Jid, PreKeyBundle?> bundles, CancellationToken cancellationToken)
    {
        var addresses = new List<(Jid Device, SignalAddress Address)>(devices.Count);
        foreach (var device in devices)
        {
            addresses.Add((device, await transaction.AddressOfAsync(device, cancellationToken).ConfigureAwait(false)));
        }

        await transaction.Sessions.PreloadAsync([.. addresses.Select(each => each.Address)], cancellationToken).ConfigureAwait(false);
        var missing = new List<Jid>();
        foreach (var (device, address) in addresses)
        {
            // Closed here for the rest of this transaction; stored when the new session is.
            var record = await transaction.Sessions.GetAsync(address, cancellationToken).ConfigureAwait(false);
            record.ArchiveUnanswered(time.GetUtcNow() - UnansweredLifetime);
            if (!record.HasSession && !bundles.ContainsKey(device))
            {
                missing.Add(device);
            }
        }

        return missing;
    }

    /// <summary>Encrypts one device's content; null, and a log entry, when that device cannot be reached.</summary>
    public async Task<EncryptedFor?> EncryptAsync(
        StateTransaction transaction,
        Jid device,
        ReadOnlyMemory<byte> content,
        IReadOnlyDictionary<Jid, PreKeyBundle?> bundles,
        CancellationToken cancellationToken)
    {
        var address = await transaction.AddressOfAsync(device, cancellationToken).ConfigureAwait(false);
        var record = await transaction.Sessions.GetAsync(address, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!record.HasSession)
            {
                if (bundles.GetValueOrDefault(device) is not { } bundle)
                {
                    SessionLog.DeviceSkipped(logger, "the server has no pre-keys of it");
                    return null;
                }

                await StartAsync(transaction, device, bundle, cancellationToken).ConfigureAwait(false);
            }

            var encrypted = SessionCipher.Encrypt(record, transaction.Credentials.LocalIdentity, MessagePadding.Pad(content.Span));
            transaction.Sessions.Touch(address);
            return new EncryptedFor(device, encrypted.IsPreKey, encrypted.Bytes);
        }
        catch (Exception error) when (error is SignalException or CryptoException)
        {
            SessionLog.DeviceSkipped(logger, error.Message);
            return null;
        }
    }

    /// <summary>Opens a new session from a bundle; the old one is archived, not lost, unless the device's identity is another now.</summary>
    public async ValueTask StartAsync(StateTransaction transaction, Jid device, PreKeyBundle bundle, CancellationToken cancellationToken)
    {
        var address = await transaction.AddressOfAsync(device, cancellationToken).ConfigureAwait(false);
        var record = await transaction.Sessions.GetAsync(address, cancellationToken).ConfigureAwait(false);
        SessionBuilder.Start(record, transaction.Credentials.LocalIdentity, bundle);
        record.MarkStarted(time.GetUtcNow());
        transaction.Sessions.Touch(address);
        await IdentityChange.NoteAsync(
            transaction, device, address, bundle.IdentityKey, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }
}

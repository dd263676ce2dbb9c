using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.Receipts;

/// <summary>Decides whether a device that could not read a message needs a new session before it is sent again.</summary>
internal sealed class RetrySessions(DeviceState state, DeviceEncryptor encryptor, PreKeyService preKeys, TimeProvider time)
{
    private static readonly TimeSpan RecreationPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan MarkRetention = TimeSpan.FromDays(1);

    /// <exception cref="SignalException">The keys that were offered or fetched are not genuine.</exception>
    public async Task PrepareAsync(RetryRequest request, CancellationToken cancellationToken)
    {
        if (request.Keys is { } keys)
        {
            await state.UpdateAsync(transaction => UseOfferAsync(transaction, request.Device, keys, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        else if (await state.UpdateAsync(transaction => NeedsNewAsync(transaction, request, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            await RecreateAsync(request.Device, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens a session with the keys in the request, once: a repeated request must not cost one-time keys again.</summary>
    private async Task UseOfferAsync(StateTransaction transaction, Jid device, PreKeyBundle keys, CancellationToken cancellationToken)
    {
        var address = await transaction.AddressOfAsync(device, cancellationToken).ConfigureAwait(false);
        var record = await transaction.Sessions.GetAsync(address, cancellationToken).ConfigureAwait(false);
        var name = $"offer|{address}";
        var offer = Encoding.ASCII.GetBytes($"{keys.PreKeyId}|{keys.IdentityKey}");
        var before = await transaction.GetAsync(StoreKind.RetryCount, name, cancellationToken).ConfigureAwait(false);
        if (record.HasSession && before is { } used && used.Span.SequenceEqual(offer))
        {
            return;
        }

        await encryptor.StartAsync(transaction, device, keys, cancellationToken).ConfigureAwait(false);
        transaction.Set(StoreChange.Set(StoreKind.RetryCount, name, offer, time.GetUtcNow() + MarkRetention));
    }

    private async Task<bool> NeedsNewAsync(StateTransaction transaction, RetryRequest request, CancellationToken cancellationToken)
    {
        var address = await transaction.AddressOfAsync(request.Device, cancellationToken).ConfigureAwait(false);
        var record = await transaction.Sessions.GetAsync(address, cancellationToken).ConfigureAwait(false);
        if (record.HasSession && request.RegistrationId is { } theirs && record.RemoteRegistrationId != theirs)
        {
            // The device was installed anew: its old session cannot be read by anybody.
            transaction.Sessions.Delete(address);
            return true;
        }

        if (!record.HasSession || await IsBrokenAsync(transaction, request, address, record, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        return request.Count >= 2
            && await transaction.GetAsync(StoreKind.RetryCount, Recreated(address), cancellationToken).ConfigureAwait(false) is null;
    }

    /// <summary>True when the answer to the second request went out with the very session that the next one complains about.</summary>
    private async ValueTask<bool> IsBrokenAsync(
        StateTransaction transaction, RetryRequest request, SignalAddress address, SessionRecord record, CancellationToken cancellationToken)
    {
        var name = $"base|{request.Id}|{address}";
        var baseKey = record.BaseKey!.Span.ToArray();
        if (request.Count <= 2)
        {
            if (request.Count == 2)
            {
                transaction.Set(StoreChange.Set(StoreKind.RetryCount, name, baseKey, time.GetUtcNow() + MarkRetention));
            }

            return false;
        }

        var before = await transaction.GetAsync(StoreKind.RetryCount, name, cancellationToken).ConfigureAwait(false);
        if (before is not { } at || !at.Span.SequenceEqual(baseKey))
        {
            return false;
        }

        transaction.Sessions.Delete(address);
        return true;
    }

    private async Task RecreateAsync(Jid device, CancellationToken cancellationToken)
    {
        var bundles = await preKeys.FetchAsync([device], cancellationToken).ConfigureAwait(false);
        if (!bundles.TryGetValue(device, out var bundle))
        {
            return;
        }

        await state.UpdateAsync(
            async transaction =>
            {
                var address = await transaction.AddressOfAsync(device, cancellationToken).ConfigureAwait(false);
                await encryptor.StartAsync(transaction, device, bundle, cancellationToken).ConfigureAwait(false);
                transaction.Set(StoreChange.Set(StoreKind.RetryCount, Recreated(address), new byte[] { 1 }, time.GetUtcNow() + RecreationPause));
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static string Recreated(SignalAddress address) => $"recreated|{address}";
}

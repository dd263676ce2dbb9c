using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Session.Devices;

/// <summary>Keeps one-time pre-keys on the server and fetches those of others.</summary>
internal sealed class PreKeyService(IWhatsAppSession session, DeviceState state, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>Below this number on the server, more are uploaded.</summary>
    public const int LowWater = 5;

    private const int FirstUpload = 812;
    private const int TopUp = 50;

    private static readonly TimeSpan SignedLifetime = TimeSpan.FromDays(7);

    private readonly SemaphoreSlim _uploading = new(1, 1);

    /// <summary>Asks the server how many pre-keys it holds, and tops them up when they run low.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await _uploading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var answer = await session.QueryAsync(PreKeyNodes.Count(), cancellationToken).ConfigureAwait(false);
            var held = answer.Child("count")?.Number("value") ?? throw new ProtocolException("The server did not say how many pre-keys it holds.");
            if (held < LowWater)
            {
                await UploadAsync(held == 0 ? FirstUpload : TopUp, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _uploading.Release();
        }
    }

    /// <summary>True when the signed pre-key has served long enough; cheap enough to ask often.</summary>
    public bool IsRotationDue =>
        state.IsLoaded && (state.Credentials.IsSignedPreKeyUnconfirmed || !(time.GetUtcNow() - state.Credentials.SignedPreKeySince < SignedLifetime));

    /// <summary>Replaces the signed pre-key when it has served for a week, or tells the server of one it has not confirmed.</summary>
    public async Task RotateIfDueAsync(CancellationToken cancellationToken)
    {
        await _uploading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!IsRotationDue)
            {
                return;
            }

            // Durable before the server hands it out.
            await state.UpdateAsync(RenewIfOld, cancellationToken).ConfigureAwait(false);
            if (state.Credentials is { IsSignedPreKeyUnconfirmed: true, SignedPreKey: var key })
            {
                await session.QueryAsync(PreKeyNodes.Rotate(key), cancellationToken).ConfigureAwait(false);
                await state.UpdateCredentialsAsync(
                    credentials => credentials with { IsSignedPreKeyUnconfirmed = false }, cancellationToken).ConfigureAwait(false);
                SessionLog.SignedPreKeyRotated(logger, key.Id);
            }
        }
        finally
        {
            _uploading.Release();
        }
    }

    /// <summary>Fetches the bundles of devices. A device the server has none for, or a bad one, is absent from the result.</summary>
    public async Task<IReadOnlyDictionary<Jid, PreKeyBundle>> FetchAsync(IReadOnlyCollection<Jid> devices, CancellationToken cancellationToken)
    {
        var answer = await session.QueryAsync(PreKeyNodes.Fetch(devices), cancellationToken).ConfigureAwait(false);
        var bundles = new Dictionary<Jid, PreKeyBundle>(devices.Count);
        foreach (var user in answer.Child("list")?.ChildrenOf("user") ?? [])
        {
            if (user.Jid("jid") is not { } device || user.Child("error") is not null)
            {
                continue;
            }

            try
            {
                bundles[device] = PreKeyNodes.Bundle(user);
            }
            catch (ProtocolException error)
            {
                // One device's bad bundle must not stop the message to the others.
                SessionLog.DeviceSkipped(logger, error.Message);
            }
        }

        return bundles;
    }

    public void Dispose() => _uploading.Dispose();

    private async Task UploadAsync(int count, CancellationToken cancellationToken)
    {
        // Durable before the server hears of them; keys of an upload that failed are sent again under the same ids.
        var batch = await state.UpdateAsync(transaction => PrepareAsync(transaction, count, cancellationToken), cancellationToken).ConfigureAwait(false);
        await session.QueryAsync(PreKeyNodes.Upload(state.Credentials, batch), cancellationToken).ConfigureAwait(false);
        await state.UpdateCredentialsAsync(
            credentials => credentials with { FirstUnuploadedPreKeyId = batch[^1].Id + 1 }, cancellationToken).ConfigureAwait(false);
        SessionLog.PreKeysUploaded(logger, batch.Count);
    }

    private Task RenewIfOld(StateTransaction transaction)
    {
        var now = time.GetUtcNow();
        if (transaction.Credentials.SignedPreKeySince is not { } since)
        {
            // Made before its age was recorded, or at the pairing just now.
            transaction.Credentials = transaction.Credentials with { SignedPreKeySince = now };
        }
        else if (now - since >= SignedLifetime)
        {
            transaction.PreKeys.ReplaceSigned(now);
        }

        return Task.CompletedTask;
    }

    private static async Task<IReadOnlyList<(uint Id, KeyPair Pair)>> PrepareAsync(
        StateTransaction transaction, int count, CancellationToken cancellationToken)
    {
        var batch = new List<(uint, KeyPair)>(count);
        for (var id = transaction.Credentials.FirstUnuploadedPreKeyId; id < transaction.Credentials.NextPreKeyId && batch.Count < count; id++)
        {
            if (await transaction.PreKeys.OneTimeAsync(id, cancellationToken).ConfigureAwait(false) is { } unsent)
            {
                batch.Add((id, unsent));
            }
        }

        batch.AddRange(transaction.PreKeys.Generate(count - batch.Count));
        return batch;
    }
}

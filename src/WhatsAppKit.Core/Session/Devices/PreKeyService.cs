using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Session.Devices;

/// <summary>Keeps one-time pre-keys on the server and fetches those of others.</summary>
internal sealed class PreKeyService(IWhatsAppSession session, DeviceState state, ILogger logger) : IDisposable
{
    /// <summary>Below this number on the server, more are uploaded.</summary>
    public const int LowWater = 5;

    private const int FirstUpload = 812;
    private const int TopUp = 50;

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

    private static async Task<IReadOnlyList<(uint Id, KeyPair Pair)>> PrepareAsync(
        StateTransaction transaction, int count, CancellationToken cancellationToken)
    {
        var batch = new List<(uint, KeyPair)>(count);
        for (var id = transaction.Credentials.FirstUnuploadedPreKeyId; id < transaction.Credentials.NextPreKeyId && batch.Count < count; id++)
        {
            if (await transaction.PreKeyAsync(id, cancellationToken).ConfigureAwait(false) is { } unsent)
            {
                batch.Add((id, unsent));
            }
        }

        batch.AddRange(transaction.GeneratePreKeys(count - batch.Count));
        return batch;
    }
}

using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Crypto;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.AppState.Keys;

/// <summary>Takes keys from a share of the phone.</summary>
internal static class KeyShares
{
    /// <summary>Keeps the usable keys of a share; false when there are none.</summary>
    public static async Task<bool> TakeAsync(
        StateTransaction transaction, Message.Types.AppStateSyncKeyShare share, CancellationToken cancellationToken)
    {
        StoredAppStateKeys.Types.Key[] keys = [.. share.Keys.Take(AppStateLimits.MaxKeys).Where(IsUsable).Select(ToStored)];
        if (keys.Length == 0)
        {
            return false;
        }

        await KeyRing.AddAsync(transaction, keys, cancellationToken).ConfigureAwait(false);
        foreach (var key in keys)
        {
            transaction.Set(StoreChange.Delete(StoreKind.AppStateRequest, KeyRequests.RecordKey(key.Id.Memory)));
        }

        return true;
    }

    private static bool IsUsable(Message.Types.AppStateSyncKey key) =>
        key.KeyId?.KeyId is { } id && AppStateLimits.IsKeyId(id) && key.KeyData?.KeyData is { Length: AppStateKeySet.KeyLength };

    private static StoredAppStateKeys.Types.Key ToStored(Message.Types.AppStateSyncKey key) =>
        new() { Id = key.KeyId.KeyId, Data = key.KeyData.KeyData, Timestamp = key.KeyData.Timestamp };
}

using Google.Protobuf;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Keys;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.AppState.Sync;

/// <summary>
/// Makes changes: on top of what the server has now, again when another device was faster. What was changed comes back from the
/// server and is verified like everybody's, before this device takes it as fact.
/// </summary>
internal sealed class AppStateWriter(
    IWhatsAppSession session,
    DeviceState state,
    AppStateSync sync,
    CollectionStore collections,
    KeyRing keyRing,
    TimeProvider time,
    ILogger logger)
{
    private const int MaxAttempts = 4;
    private const int ConflictCode = 409;

    /// <summary>Makes changes of one collection, all of them or none.</summary>
    /// <exception cref="AppStateException">They could not be made.</exception>
    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    /// <exception cref="RequestTimeoutException">The server did not answer; whether they were made is unknown.</exception>
    public async Task SendAsync(string collection, IReadOnlyList<StateAction> actions, CancellationToken cancellationToken)
    {
        if (!state.IsLoaded || !state.Credentials.IsPaired)
        {
            throw new WhatsAppNotConnectedException("The device is not paired.");
        }

        await sync.InTurnAsync(
            async () =>
            {
                await SendInTurnAsync(collection, actions, cancellationToken).ConfigureAwait(false);
                await ReadBackAsync(collection, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task SendInTurnAsync(string collection, IReadOnlyList<StateAction> actions, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if ((await keyRing.LoadAsync(cancellationToken).ConfigureAwait(false)).Newest is null)
            {
                throw AppStateException.KeysMissing();
            }

            await sync.PullAsync(collection, cancellationToken).ConfigureAwait(false);
            var answer = await OfferAsync(collection, actions, cancellationToken).ConfigureAwait(false);
            if (answer.ErrorCode is not { } code)
            {
                return;
            }

            if (code != ConflictCode)
            {
                throw AppStateException.Refused(collection, code);
            }

            // The next round begins with what the other device did.
            AppStateLog.Conflict(logger, collection, attempt);
        }

        throw AppStateException.Conflict(collection, MaxAttempts);
    }

    private async Task<CollectionAnswer> OfferAsync(string collection, IReadOnlyList<StateAction> actions, CancellationToken cancellationToken)
    {
        var keys = await keyRing.LoadAsync(cancellationToken).ConfigureAwait(false);
        var current = await collections.FindAsync(collection, cancellationToken).ConfigureAwait(false);
        var places = actions.SelectMany(action => PatchBuilder.Places(keys, action));
        var buckets = await collections.OpenAsync(collection, current, places, cancellationToken).ConfigureAwait(false);
        var patch = PatchBuilder.Build(collection, current, buckets, keys, actions, time.GetUtcNow());
        return AppStateNodes.Read(
            await session.QueryAsync(AppStateNodes.Upload(collection, current.Version, patch.ToByteArray()), cancellationToken).ConfigureAwait(false), collection);
    }

    private async Task ReadBackAsync(string collection, CancellationToken cancellationToken)
    {
        try
        {
            await sync.PullAsync(collection, cancellationToken).ConfigureAwait(false);
        }
        catch (WhatsAppException error)
        {
            // The change is made. What is missing here comes with the next notification or connection.
            AppStateLog.NotReadBack(logger, collection, error);
            sync.Queue(collection);
        }
    }
}

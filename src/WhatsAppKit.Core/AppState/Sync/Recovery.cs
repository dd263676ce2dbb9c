using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Keys;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;
using static WhatsAppKit.Core.Protobuf.Message.Types;
using Result = WhatsAppKit.Core.Protobuf.Message.Types.PeerDataOperationRequestResponseMessage.Types.PeerDataOperationResult;

namespace WhatsAppKit.Core.AppState.Sync;

/// <summary>
/// The last means to mend a collection: the phone hands over its own copy. It is asked once a day for each, and its answer is
/// kept until it was applied. What resets the account's other devices is never asked for.
/// </summary>
internal sealed class Recovery(
    DeviceState state, ISessionStore store, CollectionStore collections, CollectionPull pull, KeyRing keyRing, PeerSender peers, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(24);

    /// <summary>Asks the phone, and tells the application. When the phone was asked lately, it only tells that this did not help, once.</summary>
    public async Task AskAsync(string collection, CancellationToken cancellationToken)
    {
        var isAsked = await store.GetAsync(StoreKind.AppStateRequest, AskedKey(collection), cancellationToken).ConfigureAwait(false) is not null;
        if (isAsked || state.Credentials is not { PhoneJid: { Device: > 0 } own })
        {
            await GiveUpAsync(collection, cancellationToken).ConfigureAwait(false);
            return;
        }

        var id = MessageIds.Create(own, time.GetUtcNow());
        var content = new ProtocolMessage
        {
            Type = ProtocolMessage.Types.Type.PeerDataOperationRequestMessage,
            PeerDataOperationRequestMessage = new PeerDataOperationRequestMessage
            {
                PeerDataOperationRequestType = PeerDataOperationRequestType.CompanionSyncdSnapshotFatalRecovery,
                SyncdCollectionFatalRecoveryRequest = new PeerDataOperationRequestMessage.Types.SyncDCollectionFatalRecoveryRequest
                {
                    CollectionName = collection,
                    Timestamp = time.GetUtcNow().ToUnixTimeSeconds(),
                },
            },
        };
        StoreChange[] notes = [Note(AskedKey(collection), Encoding.ASCII.GetBytes(id)), Note(RequestKey(id), Encoding.ASCII.GetBytes(collection))];
        await peers.SendAsync(own.ToUser(), content, notes, new PeerStanza(id), cancellationToken).ConfigureAwait(false);
        AppStateLog.RecoveryAsked(logger, collection);
        await RaiseAsync(new AppStateDamaged(collection, IsRecoveryUnderWay: true), null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps an answer of the phone; the collection it belongs to, or null when nobody asked for it.</summary>
    public async Task<string?> TakeAsync(StateTransaction transaction, string requestId, Result result, CancellationToken cancellationToken)
    {
        if (result.SyncdSnapshotFatalRecoveryResponse is not { CollectionSnapshot: { Length: > 0 and <= AppStateLimits.MaxRecoveryLength } } answer
            || await transaction.GetAsync(StoreKind.AppStateRequest, RequestKey(requestId), cancellationToken).ConfigureAwait(false) is not { } asked)
        {
            return null;
        }

        var collection = Encoding.ASCII.GetString(asked.Span);
        transaction.Set(StoreChange.Delete(StoreKind.AppStateRequest, RequestKey(requestId)));
        transaction.Set(Note(AnswerKey(collection), answer.ToByteArray()));
        return collection;
    }

    /// <summary>Replaces a collection with the phone's copy, where one has come. Whoever calls holds the turn.</summary>
    /// <exception cref="AppStateKeysMissingException">The phone has not shared a key that the copy names; it is kept.</exception>
    public async Task ApplyAsync(string collection, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(StoreKind.AppStateRequest, AnswerKey(collection), cancellationToken).ConfigureAwait(false) is not { } record)
        {
            return;
        }

        try
        {
            var keys = await keyRing.LoadAsync(cancellationToken).ConfigureAwait(false);
            var copy = RecoveredCopy.Read(Result.Types.SyncDSnapshotFatalRecoveryResponse.Parser.ParseFrom(record.Span), collection, keys);
            var current = await collections.FindAsync(collection, cancellationToken).ConfigureAwait(false);
            if (copy.State.Version > current.Version)
            {
                await pull.CommitAsync(collection, copy.State, copy.Buckets, copy.Records, Origin.Whole, cancellationToken).ConfigureAwait(false);
                AppStateLog.Recovered(logger, collection);
            }
        }
        catch (AppStateDamageException error)
        {
            AppStateLog.Damaged(logger, collection, error);
            await GiveUpAsync(collection, cancellationToken).ConfigureAwait(false);
        }

        await RaiseAsync(null, StoreChange.Delete(StoreKind.AppStateRequest, AnswerKey(collection)), cancellationToken).ConfigureAwait(false);
    }

    private static string AskedKey(string collection) => $"recovery/{collection}";

    private static string RequestKey(string id) => $"request/{id}";

    private static string AnswerKey(string collection) => $"answer/{collection}";

    private static string GivenUpKey(string collection) => $"given-up/{collection}";

    private StoreChange Note(string key, ReadOnlyMemory<byte> value) => StoreChange.Set(StoreKind.AppStateRequest, key, value, time.GetUtcNow() + Interval);

    private async Task GiveUpAsync(string collection, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(StoreKind.AppStateRequest, GivenUpKey(collection), cancellationToken).ConfigureAwait(false) is null)
        {
            await RaiseAsync(
                new AppStateDamaged(collection, IsRecoveryUnderWay: false), Note(GivenUpKey(collection), new byte[] { 1 }), cancellationToken).ConfigureAwait(false);
        }
    }

    private Task RaiseAsync(AppStateDamaged? happened, StoreChange? change, CancellationToken cancellationToken) => state.UpdateAsync(
        transaction =>
        {
            if (happened is not null)
            {
                transaction.Raise(happened);
            }

            if (change is { } known)
            {
                transaction.Set(known);
            }

            return Task.CompletedTask;
        },
        cancellationToken);
}

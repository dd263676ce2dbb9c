using WhatsAppKit.Core.AppState.Actions;
using WhatsAppKit.Core.AppState.Collections;
using WhatsAppKit.Core.AppState.Crypto;
using WhatsAppKit.Core.AppState.Keys;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.AppState.Sync;

/// <summary>
/// Brings one collection up to date: asks, verifies, and commits patch by patch. Whoever calls holds the turn. What fails a
/// check is reported, and leaves the collection as it was.
/// </summary>
internal sealed class CollectionPull(
    IWhatsAppSession session, DeviceState state, CollectionStore collections, KeyRing keyRing, ExternalBlobs blobs)
{
    /// <summary>Takes all that is new, or the whole collection anew.</summary>
    /// <exception cref="AppStateDamageException">Something does not verify.</exception>
    /// <exception cref="AppStateKeysMissingException">The phone has not shared a key it needs.</exception>
    /// <exception cref="AppStateException">The server refused.</exception>
    public async Task RunAsync(string collection, bool asSnapshot, CancellationToken cancellationToken)
    {
        var current = await collections.FindAsync(collection, cancellationToken).ConfigureAwait(false);

        // A collection that was empty when it was fetched first is not full of old things when something comes.
        var isFull = asSnapshot || !current.IsStored;
        for (var page = 0; page < AppStateLimits.MaxPages; page++)
        {
            var wantsSnapshot = current.Version == 0 || (asSnapshot && page == 0);
            var answer = AppStateNodes.Read(
                await session.QueryAsync(AppStateNodes.Fetch(collection, current.Version, wantsSnapshot), cancellationToken).ConfigureAwait(false), collection);
            if (answer.ErrorCode is { } code)
            {
                throw AppStateException.Refused(collection, code);
            }

            if (asSnapshot && page == 0 && answer.Snapshot is null && current.Version > 0)
            {
                throw new AppStateDamageException("the server has no snapshot");
            }

            var next = await TakeAsync(collection, current, answer, wantsSnapshot, isFull, cancellationToken).ConfigureAwait(false);
            if (!answer.HasMore)
            {
                return;
            }

            if (next.Version == current.Version)
            {
                throw new ProtocolException("The server promises more of the app state, and sends nothing.");
            }

            current = next;
        }
    }

    /// <summary>Replaces or changes a collection, and tells what follows from it, in one step.</summary>
    public async Task<CollectionState> CommitAsync(
        string collection,
        CollectionState next,
        CollectionBuckets buckets,
        IReadOnlyList<OpenedRecord> records,
        Origin origin,
        CancellationToken cancellationToken)
    {
        var link = CollectionStore.LinkOf(state.Credentials);
        var newName = await state.UpdateAsync(
            async transaction =>
            {
                if (CollectionStore.LinkOf(transaction.Credentials) != link)
                {
                    throw new WhatsAppNotConnectedException("The device was unlinked meanwhile.");
                }

                CollectionStore.Save(transaction, collection, next, buckets);
                return await ActionProjector.ProjectAsync(transaction, collection, next.Version, records, origin, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (newName is not null)
        {
            await session.SendAsync(Presence.PresenceNodes.Named(newName), cancellationToken).ConfigureAwait(false);
        }

        return next;
    }

    private async Task<CollectionState> TakeAsync(
        string collection, CollectionState current, CollectionAnswer answer, bool wantsSnapshot, bool isFull, CancellationToken cancellationToken)
    {
        var verifier = new CollectionVerifier(await keyRing.LoadAsync(cancellationToken).ConfigureAwait(false), collection);
        if (answer.Snapshot is { } reference)
        {
            current = wantsSnapshot
                ? await TakeSnapshotAsync(collection, verifier, reference, isFull ? Origin.Whole : Origin.Patch(isFull), cancellationToken).ConfigureAwait(false)
                : throw new ProtocolException("The server sent a snapshot that was not asked for.");
        }

        foreach (var bytes in answer.Patches)
        {
            current = await TakePatchAsync(collection, verifier, current, bytes, isFull, cancellationToken).ConfigureAwait(false);
        }

        // An empty collection is synchronised too.
        return current.IsStored
            ? current
            : await CommitAsync(collection, current with { IsStored = true }, CollectionBuckets.Fresh(collection), [], Origin.Patch(isFull), cancellationToken).ConfigureAwait(false);
    }

    private async Task<CollectionState> TakeSnapshotAsync(
        string collection, CollectionVerifier verifier, ReadOnlyMemory<byte> reference, Origin origin, CancellationToken cancellationToken)
    {
        var bytes = await blobs.FetchAsync(ExternalBlobs.Parse(ExternalBlobReference.Parser, reference.Span), cancellationToken).ConfigureAwait(false);
        var buckets = CollectionBuckets.Fresh(collection);
        var (next, records) = verifier.Apply(buckets, ExternalBlobs.Parse(SyncdSnapshot.Parser, bytes));
        return await CommitAsync(collection, next, buckets, records, origin, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CollectionState> TakePatchAsync(
        string collection,
        CollectionVerifier verifier,
        CollectionState current,
        ReadOnlyMemory<byte> bytes,
        bool isFull,
        CancellationToken cancellationToken)
    {
        var patch = ExternalBlobs.Parse(SyncdPatch.Parser, bytes.Span);
        var version = patch.Version is { HasVersion: true } told ? told.Version : current.Version + 1;
        if (version <= current.Version)
        {
            return current;
        }

        if (version != current.Version + 1)
        {
            throw new AppStateDamageException("a patch is missing");
        }

        var records = await RecordsAsync(patch, cancellationToken).ConfigureAwait(false);
        var buckets = await collections.OpenAsync(collection, current, records.Select(record => record.IndexMac), cancellationToken).ConfigureAwait(false);
        var (next, opened) = verifier.Apply(current, buckets, patch, records);
        return await CommitAsync(collection, next, buckets, opened, Origin.Patch(isFull), cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<SealedRecord>> RecordsAsync(SyncdPatch patch, CancellationToken cancellationToken)
    {
        var mutations = patch.Mutations;
        if (patch.ExternalMutations is { } reference)
        {
            var bytes = await blobs.FetchAsync(reference, cancellationToken).ConfigureAwait(false);
            mutations = ExternalBlobs.Parse(SyncdMutations.Parser, bytes).Mutations;
            if (mutations.Count == 0)
            {
                throw new AppStateDamageException("a patch is empty");
            }
        }

        return mutations.Count <= AppStateLimits.MaxRecords
            ? [.. mutations.Select(SealedRecord.Of)]
            : throw new AppStateDamageException("a patch has too many records");
    }
}

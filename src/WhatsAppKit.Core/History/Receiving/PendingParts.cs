using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.History;

/// <summary>A part of the history that the phone told of.</summary>
/// <param name="Id">The id of the message that told of it.</param>
/// <param name="Notification">Where it is and how it opens, or the part itself.</param>
internal sealed record PendingPart(string Id, HistorySyncNotification Notification)
{
    public HistoryKind Kind => (HistoryKind)Notification.SyncType;

    public int ChunkOrder => (int)Math.Min(Notification.ChunkOrder, int.MaxValue);

    /// <summary>What the request was named that this is the answer to; null when nobody asked.</summary>
    public string? RequestId =>
        Notification.PeerDataRequestSessionId is { Length: > 0 } asked ? asked
        : Notification.FullHistorySyncOnDemandRequestMetadata?.RequestId is { Length: > 0 } full ? full
        : null;

    public override string ToString() => $"{Kind} {ChunkOrder}";
}

/// <summary>The parts that wait to be read. They outlive the process: a part leaves the queue in the step that ends its reading.</summary>
internal static class PendingParts
{
    private const int MaxWaiting = 1024;
    private const string QueueKey = "queue";
    private const string PartPrefix = "part:";
    private const string RetryPrefix = "retry:";

    // A phone does not keep what it packed much longer.
    private static readonly TimeSpan RetryRetention = TimeSpan.FromDays(2);

    private static readonly byte[] Mark = [1];

    /// <summary>Adds a part; false when too many wait already. One that waits is not added again.</summary>
    public static async ValueTask<bool> AddAsync(StateTransaction transaction, PendingPart part, CancellationToken cancellationToken)
    {
        var queue = await QueueAsync(transaction, cancellationToken).ConfigureAwait(false);
        if (queue.Ids.Contains(part.Id))
        {
            return true;
        }

        if (queue.Ids.Count >= MaxWaiting)
        {
            return false;
        }

        queue.Ids.Add(part.Id);
        transaction.Set(Save(queue));
        transaction.Set(StoreChange.Set(
            StoreKind.History, PartPrefix + part.Id, new StoredHistoryPart { Notification = part.Notification, Device = Device(transaction) }.ToByteArray()));
        return true;
    }

    /// <summary>The ids of all that wait, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<string>> AllAsync(StateTransaction transaction, CancellationToken cancellationToken) =>
        (await QueueAsync(transaction, cancellationToken).ConfigureAwait(false)).Ids;

    /// <summary>A part that waits; null when it does no longer, or is of an account this device was paired with before.</summary>
    public static async ValueTask<PendingPart?> FindAsync(StateTransaction transaction, string id, CancellationToken cancellationToken) =>
        await transaction.GetAsync(StoreKind.History, PartPrefix + id, cancellationToken).ConfigureAwait(false) is { } record
        && StoredHistoryPart.Parser.ParseFrom(record.Span) is var stored && stored.Device == Device(transaction)
            ? new PendingPart(id, stored.Notification)
            : null;

    public static async ValueTask RemoveAsync(StateTransaction transaction, string id, CancellationToken cancellationToken)
    {
        var queue = await QueueAsync(transaction, cancellationToken).ConfigureAwait(false);
        queue.Ids.Remove(id);
        transaction.Set(Save(queue));
        transaction.Set(StoreChange.Delete(StoreKind.History, PartPrefix + id));
    }

    /// <summary>Notes that the phone is asked for a part again; null when it was before.</summary>
    public static async ValueTask<StoreChange?> RetryAsync(
        StateTransaction transaction, PendingPart part, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = $"{RetryPrefix}{part.Kind}:{part.ChunkOrder}";
        return await transaction.GetAsync(StoreKind.History, key, cancellationToken).ConfigureAwait(false) is null
            ? StoreChange.Set(StoreKind.History, key, Mark, now + RetryRetention)
            : null;
    }

    private static string Device(StateTransaction transaction) => transaction.Credentials.PhoneJid?.ToString() ?? "";

    private static async ValueTask<StoredHistoryQueue> QueueAsync(StateTransaction transaction, CancellationToken cancellationToken) =>
        await transaction.GetAsync(StoreKind.History, QueueKey, cancellationToken).ConfigureAwait(false) is { } record
            ? StoredHistoryQueue.Parser.ParseFrom(record.Span)
            : new StoredHistoryQueue();

    private static StoreChange Save(StoredHistoryQueue queue) => queue.Ids.Count == 0
        ? StoreChange.Delete(StoreKind.History, QueueKey)
        : StoreChange.Set(StoreKind.History, QueueKey, queue.ToByteArray());
}

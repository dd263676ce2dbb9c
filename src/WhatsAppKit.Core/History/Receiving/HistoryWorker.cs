using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.History;

/// <summary>Reads one part of the history: overview first, then messages, then the part is done with.</summary>
internal sealed class HistoryWorker(
    DeviceState state,
    PartSource source,
    MessageProjector projector,
    PrivacyTokenStore tokens,
    HistoryRequests requests,
    EventHub events,
    HistoryOptions options,
    TimeProvider time,
    ILogger logger)
{
    // What a reader of events may hold unread of the history, in batches.
    private const int MaxUnread = 4;

    /// <summary>Reads a part. When this returns it is done with, read or not.</summary>
    /// <exception cref="WhatsAppException">It failed for a cause that may pass: the part still waits.</exception>
    public async Task ReadAsync(PendingPart part, CancellationToken cancellationToken)
    {
        try
        {
            await options.Gate.RunAsync(() => ImportAsync(part, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (WhatsAppException error) when (!IsPassing(error))
        {
            HistoryLog.PartFailed(logger, part.Kind, part.ChunkOrder, error);
            await GiveUpAsync(part, error, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsPassing(WhatsAppException error) => error is WhatsAppNotConnectedException or RequestTimeoutException || error.IsTransient;

    private async Task ImportAsync(PendingPart part, CancellationToken cancellationToken)
    {
        if (!options.IsEnabled && part.RequestId is null)
        {
            await EndAsync(part, null, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (part.Kind is HistoryKind.None or HistoryKind.Access)
        {
            WhatsAppEvent told = part.Kind == HistoryKind.None
                ? new HistoryProgress(part.Kind, part.ChunkOrder, Percentage(part.Notification), 0, 0)
                : new HistoryAccessChanged(part.Notification.MessageAccessStatus?.CompleteAccessGranted == true);
            await EndAsync(part, told, cancellationToken).ConfigureAwait(false);
            return;
        }

        var packed = await source.OpenAsync(part, cancellationToken).ConfigureAwait(false);
        await using var content = new HistoryPart(packed, options);
        var overview = new OverviewImport(state, tokens, part.Kind, options, time);
        await content.ReadOverviewAsync(item => overview.TakeAsync(item, cancellationToken), cancellationToken).ConfigureAwait(false);
        await overview.FlushAsync(cancellationToken).ConfigureAwait(false);

        var messages = new MessageImport(state, projector, part, options, WaitForReadersAsync, time) { OnRaised = batch => requests.Collect(part, batch) };
        var passedOver = await content.ReadMessagesAsync(item => messages.TakeAsync(item, cancellationToken), cancellationToken).ConfigureAwait(false);
        await messages.FlushAsync(cancellationToken).ConfigureAwait(false);
        passedOver += messages.PassedOver;
        HistoryLog.PartRead(logger, part.Kind, part.ChunkOrder, messages.Raised, passedOver);
        var progress = new HistoryProgress(part.Kind, part.ChunkOrder, Percentage(part.Notification), messages.Raised, passedOver) { RequestId = part.RequestId };
        await EndAsync(part, progress, cancellationToken).ConfigureAwait(false);
        requests.Complete(part, hasMore: !overview.IsEnd);
    }

    private static int? Percentage(HistorySyncNotification notification) => notification.HasProgress ? (int)Math.Min(notification.Progress, 100) : null;

    private async Task WaitForReadersAsync(CancellationToken cancellationToken)
    {
        if (!await events.WaitForRoomAsync(MaxUnread, options.ReaderPatience, time, cancellationToken).ConfigureAwait(false))
        {
            HistoryLog.ReaderBehind(logger);
        }
    }

    private Task EndAsync(PendingPart part, WhatsAppEvent? told, CancellationToken cancellationToken) =>
        state.UpdateAsync(
            async transaction =>
            {
                await PendingParts.RemoveAsync(transaction, part.Id, cancellationToken).ConfigureAwait(false);
                if (told is not null)
                {
                    transaction.Raise(told);
                }
            },
            cancellationToken);

    /// <summary>A part that will never be read is asked for once more; after that its failure is told.</summary>
    private async Task GiveUpAsync(PendingPart part, WhatsAppException error, CancellationToken cancellationToken)
    {
        var isAsked = part.RequestId is null && await requests.TryAskAgainAsync(part, cancellationToken).ConfigureAwait(false);
        await EndAsync(part, isAsked ? null : new HistoryFailed(part.Kind, part.ChunkOrder, error.Message), cancellationToken).ConfigureAwait(false);
        requests.Fail(part);
    }
}

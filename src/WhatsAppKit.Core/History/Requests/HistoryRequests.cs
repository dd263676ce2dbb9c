using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;
using static WhatsAppKit.Core.Protobuf.Message.Types;
using Answer = WhatsAppKit.Core.Protobuf.Message.Types.PeerDataOperationRequestResponseMessage;
using FullResponse = WhatsAppKit.Core.Protobuf.FullHistorySyncOnDemandRequestResponse.Types.ResponseCode;

namespace WhatsAppKit.Core.History;

/// <summary>Asks the phone for parts of its history, and matches its answers to who asked.</summary>
internal sealed class HistoryRequests(DeviceState state, PeerSender peers, HistoryOptions options, TimeProvider time)
{
    private readonly Dictionary<string, Waiter> _waiting = [];
    private readonly Lock _gate = new();

    /// <summary>Asks for messages before one, and waits for them.</summary>
    public async Task<HistoryPage> AskAsync(HistorySyncOnDemandRequest request, CancellationToken cancellationToken)
    {
        var id = MessageIds.Create(Own(), time.GetUtcNow());
        var asked = new PeerDataOperationRequestMessage
        {
            PeerDataOperationRequestType = PeerDataOperationRequestType.HistorySyncOnDemand,
            HistorySyncOnDemandRequest = request,
        };
        return await WaitAsync(id, id, asked, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for everything, and waits until the phone has agreed.</summary>
    public async Task<string> AskFullAsync(FullHistorySyncOnDemandRequest request, CancellationToken cancellationToken)
    {
        var id = request.RequestMetadata.RequestId;
        var asked = new PeerDataOperationRequestMessage
        {
            PeerDataOperationRequestType = PeerDataOperationRequestType.FullHistorySyncOnDemand,
            FullHistorySyncOnDemandRequest = request,
        };
        await WaitAsync(id, MessageIds.Create(Own(), time.GetUtcNow()), asked, cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <summary>Asks for a part again that could not be read; false when that was tried before.</summary>
    public async Task<bool> TryAskAgainAsync(PendingPart part, CancellationToken cancellationToken)
    {
        if (await state.UpdateAsync(
            transaction => PendingParts.RetryAsync(transaction, part, time.GetUtcNow(), cancellationToken).AsTask(), cancellationToken)
            .ConfigureAwait(false) is not { } note)
        {
            return false;
        }

        var asked = new PeerDataOperationRequestMessage
        {
            PeerDataOperationRequestType = PeerDataOperationRequestType.HistorySyncChunkRetry,
            HistorySyncChunkRetryRequest = new HistorySyncChunkRetryRequest
            {
                SyncType = part.Notification.SyncType,
                ChunkOrder = part.Notification.ChunkOrder,
                ChunkNotificationId = part.Id,
            },
        };
        await SendAsync(MessageIds.Create(Own(), time.GetUtcNow()), asked, [note], cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Messages of a part came.</summary>
    public void Collect(PendingPart part, IReadOnlyList<HistoryMessage> messages) => Find(part.RequestId)?.Messages.AddRange(messages);

    /// <summary>A part was read to its end.</summary>
    public void Complete(PendingPart part, bool hasMore)
    {
        if (Find(part.RequestId) is { } waiter && part.Kind == HistoryKind.OnDemand)
        {
            waiter.Page.TrySetResult(new HistoryPage([.. waiter.Messages], hasMore));
        }
    }

    /// <summary>A part cannot be read.</summary>
    public void Fail(PendingPart part) =>
        Find(part.RequestId)?.Page.TrySetException(new HistoryUnavailableException(HistoryUnavailableReason.Unreadable));

    /// <summary>The phone answers a request. Within the transaction: it must not wait.</summary>
    public void Answered(Answer answer)
    {
        foreach (var response in answer.PeerDataOperationResult.Select(result => result.FullHistorySyncOnDemandRequestResponse))
        {
            if (response?.RequestMetadata is { } request && Find(request.RequestId) is { } waiter)
            {
                _ = ReasonOf(response) is { } reason
                    ? waiter.Page.TrySetException(new HistoryUnavailableException(reason))
                    : waiter.Page.TrySetResult(HistoryPage.Empty);
            }
        }
    }

    private static HistoryUnavailableReason? ReasonOf(FullHistorySyncOnDemandRequestResponse response) => response.ResponseCode switch
    {
        FullResponse.RequestSuccess => null,
        FullResponse.RequestTimeExpired => HistoryUnavailableReason.Expired,
        FullResponse.DeclinedSharingHistory => HistoryUnavailableReason.Declined,
        FullResponse.ErrorRequestOnNonSmbPrimary => HistoryUnavailableReason.NotABusiness,
        _ => HistoryUnavailableReason.Failed,
    };

    private async Task<HistoryPage> WaitAsync(string key, string id, PeerDataOperationRequestMessage asked, CancellationToken cancellationToken)
    {
        var waiter = new Waiter();
        lock (_gate)
        {
            _waiting.Add(key, waiter);
        }

        try
        {
            await SendAsync(id, asked, [], cancellationToken).ConfigureAwait(false);
            return await waiter.Page.Task.WaitAsync(options.RequestTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new HistoryUnavailableException(HistoryUnavailableReason.NoAnswer);
        }
        finally
        {
            lock (_gate)
            {
                _waiting.Remove(key);
            }
        }
    }

    private Task SendAsync(string id, PeerDataOperationRequestMessage asked, IReadOnlyList<StoreChange> alongside, CancellationToken cancellationToken)
    {
        var told = new ProtocolMessage
        {
            Type = ProtocolMessage.Types.Type.PeerDataOperationRequestMessage,
            PeerDataOperationRequestMessage = asked,
        };
        return peers.SendAsync(Own().ToUser(), told, alongside, new PeerStanza(id), cancellationToken);
    }

    private Jid Own() => (state.IsLoaded ? state.Credentials.PhoneJid : null) ?? throw new WhatsAppNotConnectedException("The device is not paired.");

    private Waiter? Find(string? id)
    {
        lock (_gate)
        {
            return id is null ? null : _waiting.GetValueOrDefault(id);
        }
    }

    private sealed class Waiter
    {
        public List<HistoryMessage> Messages { get; } = [];

        public TaskCompletionSource<HistoryPage> Page { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

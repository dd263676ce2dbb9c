using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.PrivacyTokens;
using WhatsAppKit.Core.Session.Receipts;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.History;

/// <summary>
/// Takes the phone's history: what the phone tells of is kept in the same step in which it was decrypted, confirmed after
/// that, and read part by part beside everything else.
/// </summary>
internal sealed class HistoryFeature : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly IWhatsAppSession _session;
    private readonly DeviceState _state;
    private readonly HistoryWorker _worker;
    private readonly WorkQueue _work;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HashSet<string> _confirmed = [];
    private long? _failedAt;

    public HistoryFeature(
        IWhatsAppSession session,
        DeviceState state,
        MessageProjector projector,
        PeerSender peers,
        MediaService media,
        PrivacyTokenStore tokens,
        EventHub events,
        WhatsAppClientOptions options,
        ILogger logger)
    {
        _session = session;
        _state = state;
        _time = options.TimeProvider;
        _logger = logger;
        _work = new WorkQueue(_time, logger);
        var requests = new HistoryRequests(state, peers, options.History, _time);
        _worker = new HistoryWorker(
            state, new PartSource(media, options.History), projector, tokens, requests, events, options.History, _time, logger);
        Service = new HistoryService(requests, state, options.History);
        projector.Peers.OnHistory(TakeAsync);
        projector.Peers.OnAnswer(requests.Answered);
    }

    public HistoryService Service { get; }

    /// <summary>Goes on with what waits, as after a restart.</summary>
    public void Resume() => _work.TryAdd("read the history", ReadAllAsync);

    /// <summary>Goes on with what failed for a cause that may have passed.</summary>
    public void Maintain()
    {
        if (_failedAt is { } at && _time.GetElapsedTime(at) > Pause)
        {
            _failedAt = null;
            Resume();
        }
    }

    public ValueTask DisposeAsync() => _work.DisposeAsync();

    /// <summary>The phone tells of a part. Within the transaction: reading begins when that is committed.</summary>
    private async ValueTask TakeAsync(StateTransaction transaction, string id, HistorySyncNotification notification, CancellationToken cancellationToken)
    {
        if (!await PendingParts.AddAsync(transaction, new PendingPart(id, notification), cancellationToken).ConfigureAwait(false))
        {
            HistoryLog.PartRefused(_logger, id);
        }

        Resume();
    }

    private async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        // As a transaction: one that is under way may be about to add a part.
        while (await _state.UpdateAsync(transaction => PendingParts.AllAsync(transaction, cancellationToken).AsTask(), cancellationToken)
            .ConfigureAwait(false) is { Count: > 0 } ids)
        {
            await ConfirmAsync(ids, cancellationToken).ConfigureAwait(false);
            try
            {
                await ReadAsync(ids[0], cancellationToken).ConfigureAwait(false);
            }
            catch (WhatsAppException)
            {
                _failedAt = _time.GetTimestamp();
                throw;
            }
        }
    }

    private async Task ReadAsync(string id, CancellationToken cancellationToken)
    {
        var part = await _state.UpdateAsync(
            async transaction =>
            {
                var found = await PendingParts.FindAsync(transaction, id, cancellationToken).ConfigureAwait(false);
                if (found is null)
                {
                    await PendingParts.RemoveAsync(transaction, id, cancellationToken).ConfigureAwait(false);
                }

                return found;
            },
            cancellationToken).ConfigureAwait(false);
        if (part is not null)
        {
            await _worker.ReadAsync(part, cancellationToken).ConfigureAwait(false);
            _confirmed.Remove(id);
        }
    }

    /// <summary>Tells the phone that this device knows of the parts; it need not tell of them again.</summary>
    private async Task ConfirmAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var own = _state.Credentials.PhoneJid?.ToUser() ?? throw new WhatsAppNotConnectedException("The device is not paired.");
        foreach (var id in ids.Where(id => !_confirmed.Contains(id)))
        {
            await _session.SendAsync(ReceiptNodes.History(id, own), cancellationToken).ConfigureAwait(false);
            _confirmed.Add(id);
        }
    }
}

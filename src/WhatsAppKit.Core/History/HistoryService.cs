using System.Globalization;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.History;

/// <summary>
/// Asks the account's phone for older messages. What a phone sends by itself after pairing arrives as
/// <see cref="HistoryReceived"/> and its sister events.
/// </summary>
public sealed class HistoryService
{
    /// <summary>How many messages to ask for at once: what phones answer readily.</summary>
    public const int DefaultCount = 50;

    private const int MaxCount = 500;

    private readonly HistoryRequests _requests;
    private readonly DeviceState _state;
    private readonly HistoryOptions _options;

    internal HistoryService(HistoryRequests requests, DeviceState state, HistoryOptions options)
    {
        _requests = requests;
        _state = state;
        _options = options;
    }

    /// <summary>Asks for the messages of a chat before a certain one; they are raised as events too. The phone must be online.</summary>
    /// <param name="before">The oldest message known.</param>
    /// <param name="sentAt">When that message was sent.</param>
    /// <param name="count">How many messages to ask for: 1 to 500.</param>
    /// <param name="cancellationToken">Stops waiting; the answer still arrives as events.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is not 1 to 500.</exception>
    /// <exception cref="HistoryUnavailableException">The phone did not answer within <see cref="HistoryOptions.RequestTimeout"/>, or not readably.</exception>
    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    public Task<HistoryPage> RequestAsync(
        MessageReference before, DateTimeOffset sentAt, int count = DefaultCount, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentException.ThrowIfNullOrEmpty(before.Id, nameof(before));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        var request = new HistorySyncOnDemandRequest
        {
            ChatJid = before.Chat.ToUser().ToString(),
            OldestMsgId = before.Id,
            OldestMsgFromMe = before.FromMe,
            OnDemandMsgCount = count,
            OldestMsgTimestampMs = sentAt.ToUnixTimeSeconds(),
        };
        if (_state.IsLoaded && _state.Credentials.LidJid is { } lid)
        {
            request.AccountLid = lid.ToUser().ToString();
        }

        return _requests.AskAsync(request, cancellationToken);
    }

    /// <summary>
    /// Asks for the history since some time, and returns when the phone has agreed; it then arrives as events of the kind
    /// <see cref="HistoryKind.Full"/>. Only some phones do so.
    /// </summary>
    /// <param name="since">The oldest time of interest; null for all the phone has.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What the events name as the request.</returns>
    /// <exception cref="HistoryUnavailableException">The phone refused, or did not answer within <see cref="HistoryOptions.RequestTimeout"/>.</exception>
    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    public Task<string> RequestFullAsync(DateTimeOffset? since = null, CancellationToken cancellationToken = default)
    {
        var request = new FullHistorySyncOnDemandRequest
        {
            RequestMetadata = new FullHistorySyncOnDemandRequestMetadata { RequestId = Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture) },
            HistorySyncConfig = HistoryConfig.Of(_options),
        };
        if (since is { } time)
        {
            request.FullHistorySyncOnDemandConfig = new FullHistorySyncOnDemandConfig { HistoryFromTimestamp = (ulong)Math.Max(0, time.ToUnixTimeSeconds()) };
        }

        return _requests.AskFullAsync(request, cancellationToken);
    }
}

/// <summary>Messages that a phone handed over on request.</summary>
/// <param name="Messages">The newest first.</param>
/// <param name="HasMore">False when the phone has no older ones.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryMessage> Messages, bool HasMore)
{
    internal static HistoryPage Empty { get; } = new([], HasMore: true);
}

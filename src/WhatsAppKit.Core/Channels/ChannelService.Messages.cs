using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.Core.Channels;

public sealed partial class ChannelService
{
    /// <summary>How many messages to ask for by default.</summary>
    public const int DefaultCount = 50;

    /// <summary>The messages of a channel, also of one this account does not follow; their order is the server's.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="before">Only messages with a smaller number; null for the latest.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The address is no channel's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public async Task<IReadOnlyList<ChannelMessage>> MessagesAsync(
        Jid channel, int count = DefaultCount, long? before = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return ChannelNodes.ReadAll(
            await _session.QueryAsync(ChannelNodes.Messages(Check(channel), count, before), cancellationToken).ConfigureAwait(false), channel);
    }

    /// <summary>What changed of the messages of a channel: how often they were seen and reacted to, and what was edited.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="since">Only what changed after that; null for everything.</param>
    /// <param name="after">Only messages with a larger number; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The address is no channel's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public async Task<IReadOnlyList<ChannelMessage>> MessageUpdatesAsync(
        Jid channel, int count = DefaultCount, DateTimeOffset? since = null, long? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return ChannelNodes.ReadAll(
            await _session.QueryAsync(ChannelNodes.Updates(Check(channel), count, since, after), cancellationToken).ConfigureAwait(false), channel);
    }

    /// <summary>Counts this account among those who saw messages; returns when the server has noted it.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="messages">The numbers of the messages (<c>ServerId</c>).</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The address is no channel's, or there are no messages.</exception>
    public async Task MarkViewedAsync(Jid channel, IReadOnlyList<long> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count == 0)
        {
            throw new ArgumentException("There is nothing to mark.", nameof(messages));
        }

        var own = (_state.IsLoaded ? _state.Credentials.PhoneJid : null) ?? throw new WhatsAppNotConnectedException("The device is not paired.");
        foreach (var some in messages.Distinct().Chunk(ReadMarker.MaxIds))
        {
            var receipt = ChannelNodes.Viewed(Check(channel), MessageIds.Create(own, _time.GetUtcNow()), some);
            var ack = await _session.SendAndAwaitAckAsync(receipt, cancellationToken).ConfigureAwait(false);
            if (ack["error"] is not null)
            {
                throw new WhatsAppRequestException("a view of a channel's messages", (int)(ack.Number("error") ?? 0), "without a reason");
            }
        }
    }

    /// <summary>
    /// Asks for live updates of a channel: views and reactions arrive as <c>ChannelMessageCounted</c> events for a while. Call
    /// it again before they end, and after a reconnect.
    /// </summary>
    /// <param name="channel">The channel.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How long the server goes on; at most a day.</returns>
    /// <exception cref="ArgumentException">The address is no channel's.</exception>
    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    /// <exception cref="WhatsAppRequestException">The server refuses.</exception>
    public async Task<TimeSpan> WatchAsync(Jid channel, CancellationToken cancellationToken = default)
    {
        var request = new BinaryNode("iq", [("to", Check(channel)), ("type", "set"), ("xmlns", "newsletter")], new BinaryNode("live_updates"));
        var answer = await _session.QueryAsync(request, cancellationToken).ConfigureAwait(false);
        var seconds = Math.Clamp(answer.Child("live_updates")?.Number("duration") ?? 0, 0, (long)MaxDuration.TotalSeconds);
        return TimeSpan.FromSeconds(seconds);
    }
}

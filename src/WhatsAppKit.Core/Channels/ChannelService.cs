using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Channels;

/// <summary>Follows what happens to the messages of channels. Messages themselves are sent with <c>client.Messages</c>.</summary>
public sealed class ChannelService
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(1);

    private readonly IWhatsAppSession _session;

    internal ChannelService(IWhatsAppSession session) => _session = session;

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
        if (channel.Server != JidServer.Newsletter)
        {
            throw new ArgumentException("The address is no channel's.", nameof(channel));
        }

        var request = new BinaryNode("iq", [("to", channel), ("type", "set"), ("xmlns", "newsletter")], new BinaryNode("live_updates"));
        var answer = await _session.QueryAsync(request, cancellationToken).ConfigureAwait(false);
        var seconds = Math.Clamp(answer.Child("live_updates")?.Number("duration") ?? 0, 0, (long)MaxDuration.TotalSeconds);
        return TimeSpan.FromSeconds(seconds);
    }
}

using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Media.Hosts;

namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>
/// Tries the hosts in their order, and all of them again after a pause: 1 second after the first round, 2 after the
/// second, or what a host asks for. A host that refuses the connection's token makes the server be asked for a new one.
/// </summary>
internal sealed class HostWalk(MediaConnectionCache connections, TimeProvider time, ILogger logger)
{
    private const int MaxRounds = 5;
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    public async Task<T> RunAsync<T>(
        MediaConnection connection,
        Func<MediaConnection, MediaHost, Task<HostOutcome<T>>> attempt,
        Func<HostOutcome<T>, Exception> giveUp,
        CancellationToken cancellationToken)
        where T : class
    {
        for (var round = 1; ; round++)
        {
            HostOutcome<T>? last = null;
            HostOutcome<T>? busy = null;
            for (var i = 0; i < connection.Hosts.Count; i++)
            {
                last = await attempt(connection, connection.Hosts[i]).ConfigureAwait(false);
                if (last.Result is { } result)
                {
                    return result;
                }

                MediaLog.HostFailed(logger, connection.Hosts[i].Authority, round, last.Status, last.Error);
                if (!last.IsRejected)
                {
                    busy = last;
                }
                else if (connection.Auth.Length > 0)
                {
                    connection = await connections.RefreshAsync(connection, cancellationToken).ConfigureAwait(false);
                }
            }

            // A round of refusals only is worth one more, with the new token, and no waiting.
            var pause = Pause(busy, round);
            if (round >= (busy is null ? 2 : MaxRounds) || pause > MaxPause)
            {
                throw giveUp(busy ?? last!);
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TimeSpan Pause<T>(HostOutcome<T>? busy, int round)
        where T : class =>
        busy is null ? TimeSpan.Zero : busy.RetryAfter is { } after && after > TimeSpan.Zero ? after : TimeSpan.FromSeconds(round);
}

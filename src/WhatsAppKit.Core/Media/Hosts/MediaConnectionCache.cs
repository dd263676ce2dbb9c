using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Media.Hosts;

/// <summary>Remembers the media hosts of the current connection for as long as the server allows; many askers share one question.</summary>
internal sealed class MediaConnectionCache(IWhatsAppSession session, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Entry? _current;

    /// <exception cref="WhatsAppNotConnectedException">There is no connection.</exception>
    public Task<MediaConnection> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return (IsValid(_current) ? _current! : Ask()).Answer.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Asks anew because an upload was refused; whoever was refused with the same answer shares the new one.</summary>
    public Task<MediaConnection> RefreshAsync(MediaConnection refused, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var isNewer = IsValid(_current) && !(_current!.Answer.IsCompletedSuccessfully && ReferenceEquals(_current.Answer.Result, refused));
            return (isNewer ? _current! : Ask()).Answer.WaitAsync(cancellationToken);
        }
    }

    private bool IsValid(Entry? entry) =>
        entry is not null
        && entry.ConnectionNumber == session.ConnectionNumber
        && (entry.Answer.IsCompletedSuccessfully ? time.GetElapsedTime(entry.AskedAt) < entry.Answer.Result.Lifetime : !entry.Answer.IsCompleted);

    private Entry Ask() => _current = new Entry(session.ConnectionNumber, time.GetTimestamp(), Task.Run(QueryAsync));

    // Not cancelled with whoever asked first: others may wait for the same answer, and the session limits its time.
    private async Task<MediaConnection> QueryAsync() =>
        MediaConnectionNodes.Parse(await session.QueryAsync(MediaConnectionNodes.Query(), CancellationToken.None).ConfigureAwait(false));

    private sealed record Entry(int ConnectionNumber, long AskedAt, Task<MediaConnection> Answer);
}

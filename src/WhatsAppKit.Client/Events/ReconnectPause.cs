namespace WhatsAppKit.Client.Events;

/// <summary>
/// The pause before a connection is made again: it doubles up to half a minute, and starts anew once something came. There is some chance in it, so that
/// readers of one gateway that goes away do not all come back in the same moment.
/// </summary>
internal sealed class ReconnectPause
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _next = First;

    public void StartAnew() => _next = First;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_next * (0.5 + Random.Shared.NextDouble()), cancellationToken).ConfigureAwait(false);
        _next = _next * 2 < Longest ? _next * 2 : Longest;
    }
}

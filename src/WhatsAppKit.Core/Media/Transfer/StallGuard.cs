namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>Ends a transfer that stands still. One that moves may take as long as it needs.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly CancellationTokenSource _stall;
    private readonly CancellationTokenSource _either;
    private readonly TimeSpan _limit;

    public StallGuard(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _limit = limit;
        _stall = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_stall.Token, cancellationToken);
    }

    public CancellationToken Token => _either.Token;

    public bool HasStalled => _stall.IsCancellationRequested;

    /// <summary>Bytes moved: the wait begins anew.</summary>
    public void Moved() => _stall.CancelAfter(_limit);

    public void Dispose()
    {
        _either.Dispose();
        _stall.Dispose();
    }
}

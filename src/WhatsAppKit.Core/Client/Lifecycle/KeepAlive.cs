using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core;

/// <summary>
/// The connection's clock. Tests a connection on which nothing arrives, reports it dead when the test stays unanswered, and
/// lets what is due now and then be done.
/// </summary>
internal sealed class KeepAlive : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly SessionLink _link;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Action _maintain;
    private readonly Action _onDead;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private Task _ping = Task.CompletedTask;

    public KeepAlive(SessionLink link, TimeProvider time, TimeSpan interval, Action maintain, Action onDead)
    {
        _link = link;
        _time = time;
        _interval = interval;
        _maintain = maintain;
        _onDead = onDead;
        _timer = time.CreateTimer(_ => Check(), null, interval, interval);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _ping.ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Check()
    {
        _maintain();
        var silent = _time.GetElapsedTime(_link.LastReceived);
        if (silent >= _interval + Grace)
        {
            _onDead();
        }
        else if (silent >= _interval / 2 && _ping.IsCompleted)
        {
            _ping = PingAsync();
        }
    }

    private async Task PingAsync()
    {
        try
        {
            var ping = new BinaryNode("iq", [("to", Jid.WhatsAppServer), ("type", "get"), ("xmlns", "w:p")], new BinaryNode("ping"));
            await _link.QueryAsync(ping, _stop.Token).ConfigureAwait(false);
        }
        catch (WhatsAppRequestException)
        {
            // A refusal is an answer: the connection lives.
        }
        catch (Exception error) when (error is WhatsAppException or OperationCanceledException)
        {
            if (!_stop.IsCancellationRequested)
            {
                _onDead();
            }
        }
    }
}

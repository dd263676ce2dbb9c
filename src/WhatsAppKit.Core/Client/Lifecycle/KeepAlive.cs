using System.Security.Cryptography;

namespace WhatsAppKit.Core;

/// <summary>
/// Judges one connection by evidence. A ping goes out when nothing has arrived for an interval, or when a request waits and
/// nothing has arrived since it was sent; a connection on which nothing arrives for half an interval after its ping is dead.
/// So a dead socket is found within one and a half intervals and two ticks of the wheel. What is due now and then is done, too.
/// </summary>
internal sealed class KeepAlive : LivenessWheel.Entry, IAsyncDisposable
{
    private readonly ILiveness _connection;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Action _maintain;
    private readonly Action<Exception?> _onDead;
    private readonly LivenessWheel _wheel;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task _ping = Task.CompletedTask;
    private TimeSpan _pingAfter;
    private long _pinged;
    private long _maintained;
    private bool _isEnded;

    /// <summary>Begins to look after a connection.</summary>
    /// <param name="connection">What tells of the connection.</param>
    /// <param name="time">The clock.</param>
    /// <param name="interval">After how much silence a ping goes out.</param>
    /// <param name="maintain">Called once in an interval.</param>
    /// <param name="onDead">Called when the connection is dead, with the error that tells it, or with null when silence does.</param>
    public KeepAlive(ILiveness connection, TimeProvider time, TimeSpan interval, Action maintain, Action<Exception?> onDead)
    {
        _connection = connection;
        _time = time;
        _interval = interval;
        _maintain = maintain;
        _onDead = onDead;
        _pinged = connection.LastReceived;
        _maintained = time.GetTimestamp();
        _pingAfter = Jittered(interval);
        _wheel = LivenessWheel.Of(time);
        _wheel.Add(this);
    }

    /// <summary>The last ping, for tests to wait for.</summary>
    internal Task LastPing => _ping;

    private bool IsPingUnanswered => _connection.LastReceived < _pinged;

    public async ValueTask DisposeAsync()
    {
        _wheel.Remove(this);
        lock (_gate)
        {
            if (_isEnded)
            {
                return;
            }

            _isEnded = true;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _ping.ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <inheritdoc/>
    internal override TimeSpan Check(long now)
    {
        lock (_gate)
        {
            if (_isEnded)
            {
                return _interval;
            }

            try
            {
                Maintain(now);
                return Judge(now);
            }
            catch (Exception error)
            {
                // A defect in what is due: this connection cannot go on, but the wheel serves others.
                End(error);
                return _interval;
            }
        }
    }

    private void Maintain(long now)
    {
        if (_time.GetElapsedTime(_maintained, now) >= _interval)
        {
            _maintained = now;
            _maintain();
        }
    }

    private TimeSpan Judge(long now)
    {
        var answerTime = _interval / 2;
        if (IsPingUnanswered)
        {
            var waited = _time.GetElapsedTime(_pinged, now);
            if (_pinged < _wheel.AwakeSince)
            {
                Ping(now);
            }
            else if (waited >= answerTime)
            {
                End(null);
            }
            else
            {
                return answerTime - waited;
            }

            return answerTime;
        }

        var left = _pingAfter - _time.GetElapsedTime(_connection.LastReceived, now);
        if (left <= TimeSpan.Zero || IsRequestDoubtful(now))
        {
            Ping(now);
            return answerTime;
        }

        return left < _interval / 4 ? left : _interval / 4;
    }

    private bool IsRequestDoubtful(long now) =>
        _connection.OldestUnanswered is { } asked
        && _connection.LastReceived <= asked
        && _time.GetElapsedTime(asked, now) >= _interval / 4;

    /// <summary>On another thread: writing may take its time, and the wheel serves others.</summary>
    private void Ping(long now)
    {
        _pinged = now;
        _pingAfter = Jittered(_interval);
        if (_ping.IsCompleted)
        {
            _ping = Task.Run(PingAsync);
        }
    }

    private async Task PingAsync()
    {
        try
        {
            await _connection.PingAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is WhatsAppRequestException or RequestTimeoutException or OperationCanceledException)
        {
            // A refusal is an answer, and what silence means is judged by the wheel.
        }
        catch (Exception error)
        {
            // It could not be written.
            End(error);
        }
    }

    private void End(Exception? error) => _onDead(error);

    /// <summary>Between three quarters and the whole: connections that logged in together do not ping together.</summary>
    private static TimeSpan Jittered(TimeSpan interval) =>
        interval * (0.75 + (RandomNumberGenerator.GetInt32(0, 1001) / 4000.0));
}

using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Pairing;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Transport;

namespace WhatsAppKit.Core;

/// <summary>Keeps a wanted connection up: one attempt after another until it is no longer wanted, or must not go on.</summary>
internal sealed class ConnectionSupervisor(
    SessionLink link,
    DeviceState state,
    LoginHandler login,
    QrRotation qr,
    ConnectionStateMachine machine,
    Action maintain,
    EventHub events,
    WhatsAppClientOptions options,
    ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _commands = new(1, 1);
    private readonly HttpMessageInvoker _through = WebSocketDialer.Through(options.TrustedCertificates);
    private CancellationTokenSource? _stop;
    private CancellationTokenSource? _abort;
    private Task _loop = Task.CompletedTask;

    /// <summary>Begins to connect unless that is already under way. An explicit request starts with a full QR budget.</summary>
    public async Task ConnectAsync(bool isExplicit, CancellationToken cancellationToken)
    {
        await _commands.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await state.LoadAsync(cancellationToken).ConfigureAwait(false);
            if (!_loop.IsCompleted || (!isExplicit && !state.Credentials.IsPaired))
            {
                return;
            }

            qr.Reset();
            _stop?.Dispose();
            _abort?.Dispose();
            _stop = new CancellationTokenSource();
            _abort = new CancellationTokenSource();
            var reason = isExplicit ? TransitionReasons.ConnectRequested : TransitionReasons.ResumeRequested;
            machine.TryMove(ConnectionState.Connecting, reason, status => status with
            {
                QrAttempt = 0,
                MaxQrAttempts = options.MaxQrAttempts,
                PhoneJid = state.Credentials.PhoneJid,
                LidJid = state.Credentials.LidJid,
            });
            var (stop, abort) = (_stop.Token, _abort.Token);
            _loop = Task.Run(() => RunAsync(stop, abort), CancellationToken.None);
        }
        finally
        {
            _commands.Release();
        }
    }

    /// <summary>
    /// Lets what is under way finish, ends the connection and every further attempt, and returns when all that is done. The
    /// token ends the waiting for what is under way, too.
    /// </summary>
    public async Task DisconnectAsync(CancellationToken cancellationToken)
    {
        await _commands.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (_stop is not null)
            {
                await _stop.CancelAsync().ConfigureAwait(false);
            }

            using var registration = cancellationToken.Register(static abort => ((CancellationTokenSource?)abort)?.Cancel(), _abort);
            await _loop.ConfigureAwait(false);
            if (machine.Status.State != ConnectionState.Disconnected)
            {
                machine.TryMove(ConnectionState.Disconnected, ConnectionEnd.Requested.Reason);
            }
        }
        finally
        {
            _commands.Release();
        }
    }

    /// <summary>Unlinks the device; returns when its credentials are gone.</summary>
    public async Task LogOutAsync(CancellationToken cancellationToken)
    {
        await _commands.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await login.LogOutAsync(cancellationToken).ConfigureAwait(false);
            await _loop.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _commands.Release();
        }
    }

    /// <summary>Ends the connection at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _stop?.Dispose();
        _abort?.Dispose();
        _commands.Dispose();
    }

    private async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        var policy = new ReconnectPolicy(options);
        for (var number = 1; ; number++)
        {
            LifecycleLog.Attempt(logger, number);
            var end = await AttemptAsync(stop, abort).ConfigureAwait(false);
            if (end.Next != ConnectionState.Disconnected && !end.Immediately)
            {
                LifecycleLog.Ended(logger, end.Reason, end.Error);
            }

            if (policy.Ended(machine.TimeIn(ConnectionState.Connected)) && end.Next == ConnectionState.Reconnecting)
            {
                LifecycleLog.Looping(logger, options.ReconnectLoopLimit, options.ReconnectLoopWindow, end.Reason);
                events.Publish(new ReconnectLoop(options.ReconnectLoopLimit, options.ReconnectLoopWindow, end.Reason));
            }

            if (!await FollowAsync(end, policy, stop).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async Task<ConnectionEnd> AttemptAsync(CancellationToken stop, CancellationToken abort)
    {
        using var attempt = new ConnectionAttempt(link, state, maintain, options, _through, logger, stop, abort);
        login.Serve(attempt);
        try
        {
            return WithinQrLimit(await attempt.RunAsync().ConfigureAwait(false));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LifecycleLog.Fault(logger, error);
            return ConnectionEnd.Fault with { Error = error };
        }
        finally
        {
            login.Serve(null);
        }
    }

    /// <summary>A connection that is lost while the last code is shown must not come back: there is nothing left to show.</summary>
    private ConnectionEnd WithinQrLimit(ConnectionEnd end) =>
        end.Next == ConnectionState.Reconnecting && qr.IsExhausted && !state.Credentials.IsPaired ? ConnectionEnd.QrExhausted : end;

    /// <summary>Enters the state that the end asks for; true when another attempt follows.</summary>
    private async Task<bool> FollowAsync(ConnectionEnd end, ReconnectPolicy policy, CancellationToken stop)
    {
        if (end == ConnectionEnd.QrExhausted)
        {
            LifecycleLog.QrExhausted(logger, options.MaxQrAttempts);
        }
        else if (end == ConnectionEnd.PasskeyTimeOver)
        {
            LifecycleLog.PasskeyTimeOver(logger);
        }

        if (end.DropCredentials)
        {
            await DropCredentialsAsync().ConfigureAwait(false);
        }

        var delay = policy.NextDelay(end.Immediately);
        DateTimeOffset? retryAt = end.Next == ConnectionState.Reconnecting ? options.TimeProvider.GetUtcNow() + delay : end.RetryAt;
        machine.TryMove(end.Next, end.Reason, status => status with
        {
            Error = end.Next == ConnectionState.Disconnected || end.Immediately ? null : end.Reason,
            RetryAt = retryAt,
            PhoneJid = state.Credentials.PhoneJid,
            LidJid = state.Credentials.LidJid,
        });
        if (end.Next != ConnectionState.Reconnecting)
        {
            return false;
        }

        try
        {
            await Task.Delay(delay, options.TimeProvider, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            machine.TryMove(ConnectionState.Disconnected, ConnectionEnd.Requested.Reason);
            return false;
        }

        machine.TryMove(ConnectionState.Connecting, TransitionReasons.NextAttempt);
        return true;
    }

    private async Task DropCredentialsAsync()
    {
        try
        {
            await state.ResetAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The store fails. The device is logged out all the same; the next login is refused and tries to forget it again.
            LifecycleLog.Fault(logger, error);
        }
    }
}

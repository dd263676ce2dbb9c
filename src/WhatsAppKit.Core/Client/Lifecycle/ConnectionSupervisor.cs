using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Pairing;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core;

/// <summary>Keeps a wanted connection up: one attempt after another until it is no longer wanted, or must not go on.</summary>
internal sealed class ConnectionSupervisor(
    SessionLink link,
    DeviceState state,
    LoginHandler login,
    QrRotation qr,
    ConnectionStateMachine machine,
    Action maintain,
    WhatsAppClientOptions options,
    ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _commands = new(1, 1);
    private CancellationTokenSource? _stop;
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
            _stop = new CancellationTokenSource();
            machine.TryMove(ConnectionState.Connecting, status => status with
            {
                QrAttempt = 0,
                MaxQrAttempts = options.MaxQrAttempts,
                PhoneJid = state.Credentials.PhoneJid,
                LidJid = state.Credentials.LidJid,
            });
            var token = _stop.Token;
            _loop = Task.Run(() => RunAsync(token), CancellationToken.None);
        }
        finally
        {
            _commands.Release();
        }
    }

    /// <summary>Ends the connection and every further attempt; returns when both are done.</summary>
    public async Task DisconnectAsync(CancellationToken cancellationToken)
    {
        await _commands.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_stop is not null)
            {
                await _stop.CancelAsync().ConfigureAwait(false);
            }

            await _loop.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (machine.Status.State != ConnectionState.Disconnected)
            {
                machine.TryMove(ConnectionState.Disconnected);
            }
        }
        finally
        {
            _commands.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync(CancellationToken.None).ConfigureAwait(false);
        _stop?.Dispose();
        _commands.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var policy = new ReconnectPolicy(options.MaxReconnectDelay);
        for (var number = 1; ; number++)
        {
            LifecycleLog.Attempt(logger, number);
            var end = await AttemptAsync(stop).ConfigureAwait(false);
            if (end.Next != ConnectionState.Disconnected && !end.Immediately)
            {
                LifecycleLog.Ended(logger, end.Reason, end.Error);
            }

            if (machine.Status.State == ConnectionState.Connected)
            {
                policy.Succeeded();
            }

            if (!await FollowAsync(end, policy, stop).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async Task<ConnectionEnd> AttemptAsync(CancellationToken stop)
    {
        using var attempt = new ConnectionAttempt(link, state, maintain, options, logger, stop);
        login.Serve(attempt);
        try
        {
            return await attempt.RunAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LifecycleLog.Fault(logger, error);
            return ConnectionEnd.Failed("fault", error);
        }
        finally
        {
            login.Serve(null);
        }
    }

    /// <summary>Enters the state that the end asks for; true when another attempt follows.</summary>
    private async Task<bool> FollowAsync(ConnectionEnd end, ReconnectPolicy policy, CancellationToken stop)
    {
        if (end.Next == ConnectionState.ForceDisconnected)
        {
            LifecycleLog.QrExhausted(logger, options.MaxQrAttempts);
        }

        if (end.DropCredentials)
        {
            await state.ResetAsync(CancellationToken.None).ConfigureAwait(false);
        }

        var delay = end.Immediately ? TimeSpan.Zero : policy.NextDelay();
        DateTimeOffset? retryAt = end.Next == ConnectionState.Reconnecting ? options.TimeProvider.GetUtcNow() + delay : end.RetryAt;
        machine.TryMove(end.Next, status => status with
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
            machine.TryMove(ConnectionState.Disconnected);
            return false;
        }

        machine.TryMove(ConnectionState.Connecting);
        return true;
    }
}

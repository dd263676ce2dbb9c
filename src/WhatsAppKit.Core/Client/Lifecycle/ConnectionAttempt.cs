using Microsoft.Extensions.Logging;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Noise;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Transport;

namespace WhatsAppKit.Core;

/// <summary>
/// One connection, from dialling to its end. It reads frames and hands stanzas to the session; whoever learns first why
/// the connection ends says so once.
/// </summary>
/// <param name="link">What the connection is served to.</param>
/// <param name="state">The device.</param>
/// <param name="maintain">Called now and then.</param>
/// <param name="options">How to connect.</param>
/// <param name="through">What it is opened through.</param>
/// <param name="logger">Where to log.</param>
/// <param name="stop">Asks the connection to end once what is under way is done, within <see cref="WhatsAppClientOptions.StopTimeout"/>.</param>
/// <param name="abort">Ends it at once.</param>
internal sealed class ConnectionAttempt(
    SessionLink link,
    DeviceState state,
    Action maintain,
    WhatsAppClientOptions options,
    HttpMessageInvoker through,
    ILogger logger,
    CancellationToken stop,
    CancellationToken abort) : IDisposable
{
    private readonly TaskCompletionSource<ConnectionEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(abort);
    private readonly List<Task> _work = [];
    private readonly Lock _gate = new();

    public CancellationToken Ending => _ending.Token;

    /// <summary>Ends the connection; the first reason counts.</summary>
    public void End(ConnectionEnd end) =>
        // What is lost while it is being closed was to be closed.
        _end.TrySetResult(stop.IsCancellationRequested && end.Next == ConnectionState.Reconnecting ? ConnectionEnd.Requested : end);

    /// <summary>Starts work that belongs to this connection: it is cancelled and awaited with it, and its failure ends it.</summary>
    public void Start(string name, Func<CancellationToken, Task> work) => Begin(name, work);

    public async Task<ConnectionEnd> RunAsync()
    {
        try
        {
            using var aborting = abort.Register(() => End(ConnectionEnd.Requested));
            await using var channel = await OpenAsync().ConfigureAwait(false);
            link.Attach(channel);
            using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.TimeProvider);
            using var ending = limit.Token.Register(() => End(ConnectionEnd.Requested));
            using var stopping = stop.Register(() => BeginStop(limit));
            var reading = Task.CompletedTask;
            try
            {
                await using var keepAlive = new KeepAlive(
                    link, options.TimeProvider, options.KeepAliveInterval, maintain, OnDead);
                reading = Begin("reader", token => ReadAsync(channel, token));
                return await _end.Task.ConfigureAwait(false);
            }
            finally
            {
                await CloseAsync(channel, reading).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || abort.IsCancellationRequested)
        {
            return ConnectionEnd.Requested;
        }
        catch (TransportException error)
        {
            return (error.IsTransient ? ConnectionEnd.Unreachable : ConnectionEnd.UpgradeRefused) with { Error = error };
        }
        catch (ServerCertificateException error)
        {
            return ConnectionEnd.CertificateRefused with { Error = error };
        }
        catch (Exception error) when (error is NoiseException or CryptoException or RequestTimeoutException)
        {
            return ConnectionEnd.HandshakeFailed with { Error = error };
        }
    }

    public void Dispose() => _ending.Dispose();

    private Task Begin(string name, Func<CancellationToken, Task> work)
    {
        lock (_gate)
        {
            var task = GuardAsync(name, work);
            _work.Add(task);
            return task;
        }
    }

    private void OnDead(Exception? error)
    {
        if (error is not (null or WhatsAppException))
        {
            LifecycleLog.Fault(logger, error);
        }

        End(ConnectionEnd.NoAnswer with { Error = error });
    }

    /// <summary>Takes nothing new, and ends when nothing is under way any more, or not in time.</summary>
    private void BeginStop(CancellationTokenSource limit)
    {
        link.BeginStop();
        EndIfStopped();
        limit.CancelAfter(options.StopTimeout);
    }

    private void EndIfStopped()
    {
        if (stop.IsCancellationRequested && link.IsQuiet)
        {
            End(ConnectionEnd.Requested);
        }
    }

    private async Task<NoiseChannel> OpenAsync()
    {
        // Nothing is under way that could be lost: a dial ends at once.
        using var dialling = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token, stop);
        using var place = await options.DialGate.EnterAsync(dialling.Token).ConfigureAwait(false);
        var credentials = state.Credentials;
        var socket = await WebSocketDialer.ConnectAsync(
            options.Endpoint, through, options.ConnectTimeout, options.TimeProvider, dialling.Token).ConfigureAwait(false);
        try
        {
            return await NoiseChannel.OpenAsync(
                socket,
                credentials.NoiseKey,
                ClientPayloads.For(credentials, options),
                new PublicKey(options.TrustedRootKey.Span),
                credentials.RoutingInfo.IsEmpty ? (ReadOnlyMemory<byte>?)null : credentials.RoutingInfo,
                options.TimeProvider,
                options.ConnectTimeout,
                dialling.Token).ConfigureAwait(false);
        }
        catch
        {
            await socket.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ReadAsync(NoiseChannel channel, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            BinaryNode? node;
            try
            {
                node = await channel.ReceiveAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (BinaryNodeException error)
            {
                LifecycleLog.FrameDropped(logger, error);
                continue;
            }

            if (node is null)
            {
                End(ConnectionEnd.ClosedByServer);
                return;
            }

            await link.ReceiveAsync(node, cancellationToken).ConfigureAwait(false);
            EndIfStopped();
        }
    }

    private async Task GuardAsync(string name, Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The connection ends: nothing to report.
        }
        catch (Exception error) when (error is WhatsAppException)
        {
            End(ConnectionEnd.WorkFailed(name, error));
        }
        catch (Exception error)
        {
            // A defect, or a store that fails: this connection cannot go on, others must.
            LifecycleLog.Fault(logger, error);
            End(ConnectionEnd.WorkAtFault(name, error));
        }
    }

    private async Task CloseAsync(NoiseChannel channel, Task reading)
    {
        var end = await _end.Task.ConfigureAwait(false);
        link.Detach(end.Error ?? new WhatsAppNotConnectedException());
        if (end == ConnectionEnd.Requested && !abort.IsCancellationRequested)
        {
            await SayGoodbyeAsync(channel, reading).ConfigureAwait(false);
        }

        await _ending.CancelAsync().ConfigureAwait(false);
        Task[] work;
        lock (_gate)
        {
            work = [.. _work];
        }

        await Task.WhenAll(work).ConfigureAwait(false);
    }

    /// <summary>A socket that is torn down may take with it what the server has not read yet: the last receipts.</summary>
    private async Task SayGoodbyeAsync(NoiseChannel channel, Task reading)
    {
        try
        {
            await channel.CloseOutputAsync(abort).ConfigureAwait(false);
            await reading.WaitAsync(options.StopTimeout, options.TimeProvider, abort).ConfigureAwait(false);
        }
        catch (Exception error) when (error is TransportException or TimeoutException or OperationCanceledException)
        {
            LifecycleLog.NoGoodbye(logger, error);
        }
    }
}

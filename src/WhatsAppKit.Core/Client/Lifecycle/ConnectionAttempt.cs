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
internal sealed class ConnectionAttempt(
    SessionLink link, DeviceState state, Action maintain, WhatsAppClientOptions options, ILogger logger, CancellationToken stop) : IDisposable
{
    private readonly TaskCompletionSource<ConnectionEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private readonly List<Task> _work = [];
    private readonly Lock _gate = new();

    public CancellationToken Ending => _ending.Token;

    /// <summary>Ends the connection; the first reason counts.</summary>
    public void End(ConnectionEnd end) => _end.TrySetResult(end);

    /// <summary>Starts work that belongs to this connection: it is cancelled and awaited with it, and its failure ends it.</summary>
    public void Start(string name, Func<CancellationToken, Task> work)
    {
        lock (_gate)
        {
            _work.Add(GuardAsync(name, work));
        }
    }

    public async Task<ConnectionEnd> RunAsync()
    {
        try
        {
            using var registration = stop.Register(() => End(ConnectionEnd.Requested));
            await using var channel = await OpenAsync().ConfigureAwait(false);
            link.Attach(channel);
            try
            {
                await using var keepAlive = new KeepAlive(
                    link, options.TimeProvider, options.KeepAliveInterval, maintain, OnDead);
                Start("reader", token => ReadAsync(channel, token));
                return await _end.Task.ConfigureAwait(false);
            }
            finally
            {
                await CloseAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
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

    private void OnDead(Exception? error)
    {
        if (error is not (null or WhatsAppException))
        {
            LifecycleLog.Fault(logger, error);
        }

        End(ConnectionEnd.NoAnswer with { Error = error });
    }

    private async Task<NoiseChannel> OpenAsync()
    {
        using var place = await options.DialGate.EnterAsync(_ending.Token).ConfigureAwait(false);
        var credentials = state.Credentials;
        var socket = await WebSocketDialer.ConnectAsync(
            options.Endpoint, options.ConnectTimeout, options.TimeProvider, _ending.Token).ConfigureAwait(false);
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
                _ending.Token).ConfigureAwait(false);
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

    private async Task CloseAsync()
    {
        link.Detach((await _end.Task.ConfigureAwait(false)).Error ?? new WhatsAppNotConnectedException());
        await _ending.CancelAsync().ConfigureAwait(false);
        Task[] work;
        lock (_gate)
        {
            work = [.. _work];
        }

        await Task.WhenAll(work).ConfigureAwait(false);
    }
}

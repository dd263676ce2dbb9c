using System.Data.Common;
using Microsoft.Extensions.Hosting;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.Contracts;
using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>
/// Wakes what is to be sent: what waited when the process ended, what waited for its instance, and what was scheduled. Once a second it
/// also gives up what waited for too long, and forgets answers kept for repeated requests.
/// </summary>
internal sealed class SendQueue(
    MessageOutbox outbox, SendLanes lanes, Idempotency answers, ConnectionFeed connections, TimeProvider time, GatewayLogs logs)
    : IHostedLifecycleService, IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private bool _isDisposed;
    private Task _ticking = Task.CompletedTask;
    private DateTimeOffset _looked = DateTimeOffset.MinValue;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await outbox.SuspectDueAsync(cancellationToken).ConfigureAwait(false);
        connections.Changed += OnConnectionChanged;
        _ticking = Task.Run(() => TickAsync(_stopping.Token), CancellationToken.None);
    }

    /// <summary>Before the connections end: what is on its way gets its answer.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        connections.Changed -= OnConnectionChanged;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_ticking, lanes.StopAsync()).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>May be called more than once: the container disposes this object under each name it is known by.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _ticking.ConfigureAwait(false);
            _stopping.Dispose();
        }
    }

    private async Task TickAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await LookAsync(stopping).ConfigureAwait(false);
                await Task.Delay(Tick, time, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            // What became due since the last look; the first looks at everything.
            var now = Persistence.StoredTime.Now(time);
            foreach (var (instance, chat) in await outbox.DueChatsAsync(_looked, stopping).ConfigureAwait(false))
            {
                lanes.Wake(instance, chat);
            }

            _looked = now;
            await outbox.ExpireAsync(stopping).ConfigureAwait(false);
            await answers.ForgetAsync(stopping).ConfigureAwait(false);
        }
        catch (DbException error)
        {
            QueueLog.TickFailed(logs.Error, error);
        }
    }

    private async Task OnConnectionChanged(InstanceRef instance, ConnectionStatus status)
    {
        if (status.State == ConnectionState.Connected)
        {
            await WakeAsync(instance).ConfigureAwait(false);
        }
        else if (status.State == ConnectionState.LoggedOut)
        {
            // Another account may be paired next: it must not send what this one was to, whether or not the host stops meanwhile.
            await outbox.AbandonAsync(
                instance, ProblemCodes.MessageAbandoned, "The instance was unlinked from its account.", CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task WakeAsync(InstanceRef instance)
    {
        try
        {
            foreach (var chat in await outbox.DueChatsAsync(instance, _stopping.Token).ConfigureAwait(false))
            {
                lanes.Wake(instance, chat);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops: that is no failure of the connection, and the next start looks at everything.
        }
    }
}

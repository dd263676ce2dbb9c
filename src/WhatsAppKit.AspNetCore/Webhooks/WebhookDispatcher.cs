using Microsoft.Extensions.Hosting;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Logging;

namespace WhatsAppKit.AspNetCore.Webhooks;

/// <summary>Queues new events for webhooks as they come, and once a second wakes those whose next attempt is due.</summary>
internal sealed class WebhookDispatcher(
    WebhookFanout fanout, WebhookQueue queue, WebhookLanes lanes, EventSignal signal, TimeProvider time, GatewayLogs logs) : IHostedService, IAsyncDisposable
{
    /// <summary>How often the dispatcher looks for what is due.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private Task _running = Task.CompletedTask;
    private bool _isDisposed;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        signal.Raised += OnRaised;
        _running = Task.WhenAll(Task.Run(FanOutAsync, CancellationToken.None), Task.Run(TickAsync, CancellationToken.None));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        signal.Raised -= OnRaised;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running, lanes.StopAsync()).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>May be called more than once: the container disposes this object under each name it is known by.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _running.ConfigureAwait(false);
            _stopping.Dispose();
            _news.Dispose();
        }
    }

    private void OnRaised(string subscriptionId)
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is known already.
        }
    }

    private async Task FanOutAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await SafelyAsync(async () =>
            {
                foreach (var webhook in await fanout.RunAsync(_stopping.Token).ConfigureAwait(false))
                {
                    lanes.Wake(webhook);
                }

                await _news.WaitAsync(_stopping.Token).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
    }

    private async Task TickAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await SafelyAsync(async () =>
            {
                foreach (var webhook in await queue.DueWebhooksAsync(_stopping.Token).ConfigureAwait(false))
                {
                    lanes.Wake(webhook);
                }

                await Task.Delay(Tick, time, _stopping.Token).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
    }

    private async Task SafelyAsync(Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception error)
        {
            WebhookLog.FanoutFailed(logs.Error, error);
            await Task.Delay(Tick, time, CancellationToken.None).ConfigureAwait(false);
        }
    }
}

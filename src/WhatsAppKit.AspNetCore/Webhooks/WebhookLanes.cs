using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Webhooks;

/// <summary>Delivers: one lane for each webhook that has something due, so that no receiver waits for another.</summary>
internal sealed class WebhookLanes(
    WebhookQueue queue, WebhookSender sender, IOptions<WhatsAppGatewayOptions> options, TimeProvider time, GatewayLogs logs) : IAsyncDisposable
{
    // A longer wait costs no task: the dispatcher wakes the lane.
    private static readonly TimeSpan LongestWait = WebhookDispatcher.Tick;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _places = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>There may be something due for a webhook.</summary>
    public void Wake(string webhookId)
    {
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            if (_lanes.TryGetValue(webhookId, out var lane))
            {
                lane.HasMore = true;
                return;
            }

            lane = new Lane(webhookId);
            _lanes.Add(webhookId, lane);
            lane.Running = Task.Run(() => RunAsync(lane));
        }
    }

    /// <summary>Breaks off what is under way: it is due again after the start.</summary>
    public async Task StopAsync()
    {
        Task[] running;
        lock (_lock)
        {
            _stopping.Cancel();
            running = [.. _lanes.Values.Select(lane => lane.Running)];
        }

        await Task.WhenAll(running).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync(Lane lane)
    {
        do
        {
            try
            {
                while (await StepAsync(lane).ConfigureAwait(false))
                {
                    // On to what is due next.
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // What is due stays due.
            }
            catch (Exception error)
            {
                WebhookLog.LaneFailed(logs.Error, lane.WebhookId, error);
            }
        }
        while (!Ends(lane));
    }

    private bool Ends(Lane lane)
    {
        lock (_lock)
        {
            if (lane.HasMore && !_stopping.IsCancellationRequested)
            {
                lane.HasMore = false;
                return false;
            }

            return _lanes.Remove(lane.WebhookId);
        }
    }

    /// <summary>Makes the attempts that are due; false when there are none, or the webhook is left alone.</summary>
    private async Task<bool> StepAsync(Lane lane)
    {
        _stopping.Token.ThrowIfCancellationRequested();
        var webhook = await queue.FindAsync(lane.WebhookId, _stopping.Token).ConfigureAwait(false);
        if (webhook is not { IsActive: true } || webhook.PausedUntil > time.GetUtcNow())
        {
            return false;
        }

        // After a pause one attempt tells whether the receiver is back.
        var count = webhook.FailuresInARow >= options.Value.Webhooks.BreakAfter ? 1 : webhook.MaxConcurrency;
        var due = await queue.DueAsync(webhook, count, _stopping.Token).ConfigureAwait(false);
        await Task.WhenAll(due.Now.Select(delivery => AttemptAsync(webhook, delivery))).ConfigureAwait(false);
        return due.Now.Count > 0 || await WaitAsync(due.Next).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits for an event that all others wait for, when it is due soon: the dispatcher's next look would keep them all for the rest of a
    /// second.
    /// </summary>
    private async Task<bool> WaitAsync(DateTimeOffset? next)
    {
        if (next - time.GetUtcNow() is not { } wait || wait > LongestWait)
        {
            return false;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, _stopping.Token).ConfigureAwait(false);
        }

        return true;
    }

    private async Task AttemptAsync(Webhook webhook, DueDelivery delivery)
    {
        if (delivery.Event is not { } happened)
        {
            await queue.GiveUpAsync(delivery.Row).ConfigureAwait(false);
            return;
        }

        var places = _places.GetOrAdd(webhook.SubscriptionId, _ => new SemaphoreSlim(options.Value.Webhooks.MaxConcurrent));
        await places.WaitAsync(_stopping.Token).ConfigureAwait(false);
        try
        {
            var outcome = await sender.SendAsync(webhook, happened, _stopping.Token).ConfigureAwait(false);
            await queue.EndedAsync(webhook, delivery.Row, outcome).ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }

    private sealed class Lane(string webhookId)
    {
        public string WebhookId { get; } = webhookId;

        public Task Running { get; set; } = Task.CompletedTask;

        public bool HasMore { get; set; }
    }
}

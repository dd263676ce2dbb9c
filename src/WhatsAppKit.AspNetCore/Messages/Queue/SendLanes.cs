using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>
/// Sends what waits: one lane for each chat that has something to send, so that a chat's messages leave in order while chats go side
/// by side. A lane lives as long as it has work and a connection; a chat at rest costs nothing.
/// </summary>
internal sealed class SendLanes(
    MessageOutbox outbox,
    SendAttempts attempts,
    IInstanceConnections connections,
    IOptions<WhatsAppGatewayOptions> options,
    GatewayLogs logs) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string InstanceId, string Chat), Lane> _lanes = [];
    private readonly Dictionary<string, Gate> _gates = [];
    private readonly HashSet<(string InstanceId, string MessageId)> _cancelling = [];
    private readonly CancellationTokenSource _stopping = new();
    private long _cancelled;

    /// <summary>There may be something to send in a chat.</summary>
    public void Wake(InstanceRef instance, string chat)
    {
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            if (_lanes.TryGetValue((instance.InstanceId, chat), out var lane))
            {
                lane.HasMore = true;
                return;
            }

            lane = new Lane(instance, chat);
            _lanes.Add((instance.InstanceId, chat), lane);
            lane.Running = Task.Run(() => RunAsync(lane));
        }
    }

    /// <summary>Takes a message back that no lane is sending.</summary>
    public async Task<bool> CancelAsync(InstanceRef instance, string messageId, CancellationToken cancellationToken)
    {
        var key = (instance.InstanceId, messageId);
        lock (_lock)
        {
            if (_lanes.Values.Any(lane => lane.Instance == instance && lane.Current == messageId) || !_cancelling.Add(key))
            {
                return false;
            }
        }

        try
        {
            return await outbox.CancelAsync(instance, messageId, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _cancelling.Remove(key);

                // A lane that read the row before reads it again.
                _cancelled++;
            }
        }
    }

    /// <summary>Lets what is under way end, and begins nothing more.</summary>
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
                    // On to the next message.
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // What waits is in the database.
            }
            catch (Exception error)
            {
                // The chat's messages stay where they are, and whoever wakes the lane next tries again.
                QueueLog.LaneFailed(logs.Error, lane.Instance.InstanceId, error);
            }
        }
        while (!Ends(lane));
    }

    /// <summary>A wake-up between the last look and the end is not lost.</summary>
    private bool Ends(Lane lane)
    {
        lock (_lock)
        {
            if (lane.HasMore && !_stopping.IsCancellationRequested)
            {
                lane.HasMore = false;
                return false;
            }

            return _lanes.Remove((lane.Instance.InstanceId, lane.Chat));
        }
    }

    /// <summary>Sends the next message; false when there is none, or no connection to send it over.</summary>
    private async Task<bool> StepAsync(Lane lane)
    {
        _stopping.Token.ThrowIfCancellationRequested();
        if (connections.GetStatus(lane.Instance).State != ConnectionState.Connected
            || await ClaimAsync(lane).ConfigureAwait(false) is not { } message)
        {
            return false;
        }

        var gate = Enter(lane.Instance.InstanceId);
        try
        {
            await attempts.AwaitTurnAsync(message, _stopping.Token).ConfigureAwait(false);
            await gate.Free.WaitAsync(_stopping.Token).ConfigureAwait(false);
            try
            {
                return await attempts.TryAsync(message, lane.Failures, _stopping.Token).ConfigureAwait(false);
            }
            finally
            {
                gate.Free.Release();
            }
        }
        finally
        {
            Leave(lane.Instance.InstanceId, gate);
            lane.Current = null;
        }
    }

    /// <summary>Takes the next message: from here on it cannot be taken back.</summary>
    private async Task<WaitingMessage?> ClaimAsync(Lane lane)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _cancelled);
            var message = await outbox.NextAsync(lane.Instance, lane.Chat, _stopping.Token).ConfigureAwait(false);
            if (message is null)
            {
                return null;
            }

            lock (_lock)
            {
                if (seen == _cancelled && !_cancelling.Contains((lane.Instance.InstanceId, message.Id)))
                {
                    lane.Current = message.Id;
                    return message;
                }
            }

            await Task.Yield();
        }
    }

    private Gate Enter(string instanceId)
    {
        lock (_lock)
        {
            if (!_gates.TryGetValue(instanceId, out var gate))
            {
                _gates[instanceId] = gate = new Gate(options.Value.Sending.MaxConcurrent);
            }

            gate.Users++;
            return gate;
        }
    }

    private void Leave(string instanceId, Gate gate)
    {
        lock (_lock)
        {
            if (--gate.Users == 0)
            {
                _gates.Remove(instanceId);
            }
        }
    }

    /// <summary>A chat that has something to send.</summary>
    private sealed class Lane(InstanceRef instance, string chat)
    {
        public InstanceRef Instance { get; } = instance;

        public string Chat { get; } = chat;

        public Task Running { get; set; } = Task.CompletedTask;

        /// <summary>Somebody woke it while it was at work.</summary>
        public bool HasMore { get; set; }

        /// <summary>The message that is being sent.</summary>
        public string? Current { get; set; }

        /// <summary>Attempts that failed in a row.</summary>
        public FailureCount Failures { get; } = new();
    }

    /// <summary>How many messages of an instance may be on their way at once.</summary>
    private sealed class Gate(int places)
    {
        public SemaphoreSlim Free { get; } = new(places);

        public int Users { get; set; }
    }
}

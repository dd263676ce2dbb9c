using System.Collections.Concurrent;
using WhatsAppKit.AspNetCore.Embedding;

namespace WhatsAppKit.AspNetCore.Tests;

/// <summary>What event handlers were told.</summary>
internal sealed class ToldEvents : ConcurrentQueue<GatewayEvent>
{
    /// <summary>What was told of one instance.</summary>
    public IEnumerable<T> Of<T>(string instance)
        where T : GatewayEvent => this.OfType<T>().Where(told => told.Instance.InstanceId == instance);
}

/// <summary>A handler that keeps what it is told.</summary>
internal sealed class EventLog(ToldEvents told) : IGatewayEventHandler
{
    public Task HandleAsync(GatewayEvent happened, CancellationToken cancellationToken)
    {
        told.Enqueue(happened);
        return Task.CompletedTask;
    }

    /// <summary>A handler that never succeeds, and stands before the other.</summary>
    internal sealed class Failing : IGatewayEventHandler
    {
        public Task HandleAsync(GatewayEvent happened, CancellationToken cancellationToken) => throw new NotSupportedException("mine");
    }
}

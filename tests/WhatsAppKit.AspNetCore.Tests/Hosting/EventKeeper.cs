using System.Collections.Concurrent;
using WhatsAppKit.AspNetCore.Embedding;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Tests;

/// <summary>What event handlers were told.</summary>
internal sealed class ToldEvents : ConcurrentQueue<GatewayEvent>
{
    /// <summary>What was told of one instance.</summary>
    public IEnumerable<T> Of<T>(string instance, string type) =>
        this.Where(told => told.InstanceId == instance && told.Type == type).Select(told => told.DataAs<T>());
}

/// <summary>A handler that keeps what it is told.</summary>
internal sealed class EventKeeper(ToldEvents told) : IGatewayEventHandler
{
    public Task HandleAsync(string subscriptionId, GatewayEvent happened, CancellationToken cancellationToken)
    {
        told.Enqueue(happened);
        return Task.CompletedTask;
    }

    /// <summary>A handler that never succeeds, and stands before the other.</summary>
    internal sealed class Failing : IGatewayEventHandler
    {
        public Task HandleAsync(string subscriptionId, GatewayEvent happened, CancellationToken cancellationToken) => throw new NotSupportedException("mine");
    }
}

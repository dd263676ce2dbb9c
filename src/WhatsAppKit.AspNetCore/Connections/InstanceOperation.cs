using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>
/// Something a connected instance can be asked for. Request and answer are plain data that survives JSON, so whoever runs the
/// instance may be another process: only the name and the request travel.
/// </summary>
/// <param name="Name">Unique among operations: <c>groups.create</c>.</param>
/// <param name="Run">Does it, where the instance runs.</param>
internal sealed record InstanceOperation<TRequest, TAnswer>(
    string Name, Func<WhatsAppClient, TRequest, CancellationToken, Task<TAnswer>> Run)
{
    /// <summary>False for what is asked of an instance that is still being paired.</summary>
    public bool NeedsConnection { get; init; } = true;
}

/// <summary>The request of an operation that needs none, and the answer of one that gives none.</summary>
internal sealed record Nothing
{
    public static Nothing Value { get; } = new();
}

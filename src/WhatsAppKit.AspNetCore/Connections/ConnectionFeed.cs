using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>Tells other parts of the gateway, in this process, where connections stand.</summary>
internal sealed class ConnectionFeed
{
    /// <summary>Awaited by the instance's reader of events, after the change is stored.</summary>
    public event Func<InstanceRef, ConnectionStatus, Task>? Changed;

    public async Task TellAsync(InstanceRef instance, ConnectionStatus status)
    {
        foreach (var listener in (Changed?.GetInvocationList() ?? []).Cast<Func<InstanceRef, ConnectionStatus, Task>>())
        {
            await listener(instance, status).ConfigureAwait(false);
        }
    }
}

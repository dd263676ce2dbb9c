using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>Makes operations that have no answer.</summary>
internal static class Operation
{
    public static InstanceOperation<TRequest, Nothing> Do<TRequest>(string name, Func<WhatsAppClient, TRequest, CancellationToken, Task> run) => new(
        name,
        async (client, request, cancellationToken) =>
        {
            await run(client, request, cancellationToken).ConfigureAwait(false);
            return Nothing.Value;
        });
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Instances;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>The instance a request is about (<see cref="InstanceScope"/>), to be asked for operations.</summary>
internal sealed class ConnectedInstance(InstanceRef instance, IInstanceConnections connections)
{
    /// <summary>Called by the framework to bind a parameter of this type.</summary>
    public static async ValueTask<ConnectedInstance?> BindAsync(HttpContext context)
    {
        var scope = (await InstanceScope.BindAsync(context).ConfigureAwait(false))!;
        return new ConnectedInstance(InstanceRef.Of(scope.Tenant), context.RequestServices.GetRequiredService<IInstanceConnections>());
    }

    public Task<TAnswer> AskAsync<TRequest, TAnswer>(
        InstanceOperation<TRequest, TAnswer> operation, TRequest request, CancellationToken cancellationToken) =>
        connections.AskAsync(instance, operation, request, cancellationToken);

    /// <summary>Asks, and answers 200 with what came back.</summary>
    public async Task<Ok<TAnswer>> OkAsync<TRequest, TAnswer>(
        InstanceOperation<TRequest, TAnswer> operation, TRequest request, CancellationToken cancellationToken) =>
        TypedResults.Ok(await AskAsync(operation, request, cancellationToken).ConfigureAwait(false));

    /// <summary>Asks for what has no answer, and answers 204.</summary>
    public async Task<NoContent> DoneAsync<TRequest>(
        InstanceOperation<TRequest, Nothing> operation, TRequest request, CancellationToken cancellationToken)
    {
        await AskAsync(operation, request, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }
}

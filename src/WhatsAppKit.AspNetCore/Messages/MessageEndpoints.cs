using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

internal static class MessageEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        gateway.MapPost(Routes.SendText, SendTextAsync).RequireAuthorization(Policies.Integration).WithTags("Messages").WithName("SendText");
        gateway.MapGet(Routes.Messages, ListAsync).RequireAuthorization(Policies.Integration).WithTags("Messages").WithName("ListMessages");
    }

    private static async Task<Ok<SentMessageResponse>> SendTextAsync(
        InstanceScope scope, JsonBody<SendTextRequest> request, MessageSender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.SendTextAsync(scope.Tenant, request.Value, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<MessagePage>> ListAsync(
        string? limit, string? cursor, InstanceScope scope, MessageHistory history, CancellationToken cancellationToken) =>
        TypedResults.Ok(await history.ListAsync(scope.Tenant, limit, cursor, cancellationToken).ConfigureAwait(false));
}

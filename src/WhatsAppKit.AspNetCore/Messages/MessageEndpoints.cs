using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
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
        SendTextRequest request, ClaimsPrincipal user, MessageSender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.SendTextAsync(TenantContext.Of(user), request, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<MessagePage>> ListAsync(
        int? limit, string? cursor, ClaimsPrincipal user, MessageHistory history, CancellationToken cancellationToken) =>
        TypedResults.Ok(await history.ListAsync(TenantContext.Of(user), limit, cursor, cancellationToken).ConfigureAwait(false));
}

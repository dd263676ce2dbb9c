using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

internal static class MessageEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var messages = gateway.MapGroup("").RateLimited(RatePolicy.Key).WithTags("Messages");
        messages.MapPost(Routes.SendText, SendTextAsync).RequireAuthorization(Policies.Permission(Permissions.MessagesSend)).WithName("SendText");
        messages.MapGet(Routes.Messages, ListAsync).RequireAuthorization(Policies.Permission(Permissions.MessagesRead)).WithName("ListMessages");
    }

    private static async Task<Ok<SentMessageResponse>> SendTextAsync(
        InstanceScope scope, JsonBody<SendTextRequest> request, MessageKinds kinds, MessageSender sender, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sender.SendAsync(scope.Tenant, kinds.Get<TextKind>().Draft(request.Value), cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<MessagePage>> ListAsync(
        string? limit, string? cursor, InstanceScope scope, MessageHistory history, CancellationToken cancellationToken) =>
        TypedResults.Ok(await history.ListAsync(scope.Tenant, limit, cursor, cancellationToken).ConfigureAwait(false));
}

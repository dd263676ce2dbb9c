using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Many messages in one request: they are accepted at once, and sent as the queue gets to them.</summary>
internal static class BulkEndpoints
{
    private const long MaxBodyBytes = 16L * 1024 * 1024;

    public static void Map(RouteGroupBuilder send) =>
        send.MapPost(Routes.SendBulk, SendAsync).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes)).WithName("SendBulk");

    private static async Task<Accepted<SendBulkResponse>> SendAsync(SendContext send, JsonBody<SendBulkRequest> request, BulkSender sender) =>
        TypedResults.Accepted((string?)null, await sender.SendAsync(send.Tenant, request.Value, send.Preferences, send.Cancelled).ConfigureAwait(false));
}

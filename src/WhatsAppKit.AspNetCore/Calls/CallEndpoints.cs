using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Calls;

namespace WhatsAppKit.AspNetCore.Calls;

internal static class CallEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var calls = gateway.MapGroup("").RateLimited(RatePolicy.Key).RequireAuthorization(Policies.Permission(Permissions.CallsWrite)).WithTags("Calls");
        calls.MapPost(Routes.CallLink, LinkAsync).WithName("CreateCallLink");
        calls.MapPost(Routes.RejectCall, RejectAsync).WithName("RejectCall");
    }

    private static Task<Ok<CallLinkResponse>> LinkAsync(
        ConnectedInstance instance, JsonBody<CallLinkRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(CallOperations.CreateLink, new CallLinkWanted(request.Value.IsVideo ?? false, request.Value.StartsAt), cancellationToken);

    private static Task<NoContent> RejectAsync(
        string callId, ConnectedInstance instance, JsonBody<RejectCallRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(
            CallOperations.Reject, new RingingCall(Validated.Id(callId, "callId"), Address.Person(request.Value.Caller, "caller")), cancellationToken);
}

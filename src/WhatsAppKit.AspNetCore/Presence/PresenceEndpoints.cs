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
using WhatsAppKit.Contracts.Chats;
using WhatsAppKit.Core.Presence;

namespace WhatsAppKit.AspNetCore.Presence;

internal static class PresenceEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var presence = gateway.MapGroup("").RateLimited(RatePolicy.Key).RequireAuthorization(Policies.Permission(Permissions.PresenceWrite)).WithTags("Presence");
        presence.MapPost(Routes.Presence, SetAsync).Fails(409, ProblemCodes.OwnNameUnknown).WithName("SetPresence");
        presence.MapPost(Routes.SubscribePresence, SubscribeAsync).WithName("SubscribePresence");
        presence.MapPost(Routes.Typing, TypingAsync).WithName("SetTyping");
    }

    private static Task<NoContent> SetAsync(ConnectedInstance instance, JsonBody<PresenceRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(
            PresenceOperations.SetAvailable, new Availability(Validated.Required(request.Value.IsAvailable, "isAvailable")), cancellationToken);

    private static Task<NoContent> SubscribeAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(PresenceOperations.Subscribe, Address.Chat(id, "id"), cancellationToken);

    private static Task<NoContent> TypingAsync(
        string id, ConnectedInstance instance, JsonBody<TypingRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(
            PresenceOperations.SetTyping, new TypingIn(Address.Chat(id, "id"), Words.Parse<TypingState>(request.Value.State, "state")), cancellationToken);
}

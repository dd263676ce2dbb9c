using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Chats;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.History;
using WhatsAppKit.Core.History;

namespace WhatsAppKit.AspNetCore.History;

internal static class HistoryEndpoints
{
    private const int MaxCount = 500;

    public static void Map(RouteGroupBuilder gateway)
    {
        var history = gateway.MapGroup("").RateLimited(RatePolicy.Key).RequireAuthorization(Policies.Permission(Permissions.MessagesRead)).WithTags("History")
            .Fails(409, ProblemCodes.HistoryUnavailable).Fails(504, ProblemCodes.HistoryUnavailable);
        history.MapPost(Routes.RequestHistory, RequestAsync).WithName("RequestHistory");
        history.MapPost(Routes.RequestFullHistory, RequestFullAsync).WithName("RequestFullHistory");
    }

    private static Task<Ok<HistoryResponse>> RequestAsync(
        ConnectedInstance instance, JsonBody<RequestHistoryRequest> request, CancellationToken cancellationToken)
    {
        var wanted = request.Value;
        if (wanted.Count is < 1 or > MaxCount)
        {
            throw GatewayException.Invalid("count", $"1 to {MaxCount} is allowed.");
        }

        var before = MessageNames.Reference(Address.Chat(wanted.Chat, "chat"), wanted.MessageId, wanted.FromMe, wanted.Sender);
        return instance.OkAsync(
            HistoryOperations.Request,
            new HistoryBefore(before, Validated.Required(wanted.SentAt, "sentAt"), wanted.Count ?? HistoryService.DefaultCount),
            cancellationToken);
    }

    private static async Task<Accepted<FullHistoryResponse>> RequestFullAsync(
        ConnectedInstance instance, JsonBody<RequestFullHistoryRequest> request, CancellationToken cancellationToken) =>
        TypedResults.Accepted(
            (string?)null,
            await instance.AskAsync(HistoryOperations.RequestFull, new HistorySince(request.Value.Since), cancellationToken).ConfigureAwait(false));
}

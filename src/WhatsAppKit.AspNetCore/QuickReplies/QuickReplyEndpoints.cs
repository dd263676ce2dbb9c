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
using WhatsAppKit.Contracts.QuickReplies;

namespace WhatsAppKit.AspNetCore.QuickReplies;

internal static class QuickReplyEndpoints
{
    private const int MaxId = 64;
    private const int MaxShortcut = 25;
    private const int MaxMessage = 4096;
    private const int MaxKeywords = 10;
    private const int MaxKeyword = 50;

    public static void Map(RouteGroupBuilder gateway)
    {
        var replies = gateway.MapGroup("").RateLimited(RatePolicy.Key).WithTags("Quick replies").Fails(409, ProblemCodes.NotSynchronised);
        replies.MapGet(Routes.QuickReplies, ListAsync).RequireAuthorization(Policies.Permission(Permissions.ChatsRead)).WithName("ListQuickReplies");
        var write = replies.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.ChatsWrite));
        write.MapPost(Routes.QuickReplies, CreateAsync).WithName("CreateQuickReply");
        write.MapPut(Routes.QuickReply, SaveAsync).WithName("UpdateQuickReply");
        write.MapDelete(Routes.QuickReply, DeleteAsync).WithName("DeleteQuickReply");
    }

    private static Task<Ok<IReadOnlyList<QuickReplyResponse>>> ListAsync(ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(QuickReplyOperations.List, Nothing.Value, cancellationToken);

    private static async Task<Created<QuickReplyResponse>> CreateAsync(
        ConnectedInstance instance, JsonBody<SaveQuickReplyRequest> request, CancellationToken cancellationToken)
    {
        var reply = await instance.AskAsync(QuickReplyOperations.Create, Checked(request.Value), cancellationToken).ConfigureAwait(false);
        return TypedResults.Created($"{Routes.QuickReplies}/{reply.Id}", reply);
    }

    private static async Task<Ok<QuickReplyResponse>> SaveAsync(
        string replyId, ConnectedInstance instance, JsonBody<SaveQuickReplyRequest> request, CancellationToken cancellationToken)
    {
        var reply = Checked(request.Value);
        var wanted = new QuickReplyResponse(Validated.Id(replyId, "replyId", MaxId), reply.Shortcut, reply.Message, reply.Keywords);
        return TypedResults.Ok((await instance.AskAsync(QuickReplyOperations.Save, wanted, cancellationToken).ConfigureAwait(false)).OrNotFound());
    }

    private static async Task<NoContent> DeleteAsync(string replyId, ConnectedInstance instance, CancellationToken cancellationToken)
    {
        var deleted = await instance.AskAsync(QuickReplyOperations.Delete, Validated.Id(replyId, "replyId", MaxId), cancellationToken).ConfigureAwait(false);
        return deleted.Existed ? TypedResults.NoContent() : throw GatewayException.NotFound();
    }

    private static QuickReplyToCreate Checked(SaveQuickReplyRequest request) => new(
        Validated.Name(request.Shortcut, "shortcut", MaxShortcut),
        Validated.Text(request.Message, "message", MaxMessage),
        request.Keywords is { Count: > 0 } words
            ? [.. Validated.Items(words, "keywords", MaxKeywords).Select(word => Validated.Name(word, "keywords", MaxKeyword))]
            : []);
}

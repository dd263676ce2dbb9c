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
using WhatsAppKit.Contracts.Labels;
using WhatsAppKit.Core.AppState;

namespace WhatsAppKit.AspNetCore.Labels;

internal static class LabelEndpoints
{
    private const int MaxId = 32;

    public static void Map(RouteGroupBuilder gateway)
    {
        var labels = gateway.MapGroup("").RateLimited(RatePolicy.Key).WithTags("Labels").Fails(409, ProblemCodes.NotSynchronised);
        var read = labels.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.ChatsRead));
        read.MapGet(Routes.Labels, ListAsync).WithName("ListLabels");
        read.MapGet(Routes.LabelChats, ChatsAsync).WithName("ListLabelChats");
        var write = labels.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.ChatsWrite));
        write.MapPost(Routes.Labels, CreateAsync).WithName("CreateLabel");
        write.MapPut(Routes.Label, SaveAsync).WithName("UpdateLabel");
        write.MapDelete(Routes.Label, DeleteAsync).WithName("DeleteLabel");
        write.MapPost(Routes.ChatLabel, AddToChatAsync).WithName("AddChatLabel");
        write.MapDelete(Routes.ChatLabel, RemoveFromChatAsync).WithName("RemoveChatLabel");
        write.MapPost(Routes.MessageLabel, AddToMessageAsync).WithName("AddMessageLabel");
        write.MapDelete(Routes.MessageLabel, RemoveFromMessageAsync).WithName("RemoveMessageLabel");
    }

    private static Task<Ok<IReadOnlyList<LabelResponse>>> ListAsync(ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(LabelOperations.List, Nothing.Value, cancellationToken);

    private static async Task<Created<LabelResponse>> CreateAsync(
        ConnectedInstance instance, JsonBody<SaveLabelRequest> request, CancellationToken cancellationToken)
    {
        var label = await instance.AskAsync(
            LabelOperations.Create, new LabelToCreate(Validated.Name(request.Value.Name, "name"), Color(request.Value)), cancellationToken).ConfigureAwait(false);
        return TypedResults.Created($"{Routes.Labels}/{label.Id}", label);
    }

    private static async Task<Ok<LabelResponse>> SaveAsync(
        string labelId, ConnectedInstance instance, JsonBody<SaveLabelRequest> request, CancellationToken cancellationToken)
    {
        var wanted = new LabelResponse(Id(labelId), Validated.Name(request.Value.Name, "name"), Color(request.Value));
        return TypedResults.Ok((await instance.AskAsync(LabelOperations.Save, wanted, cancellationToken).ConfigureAwait(false)).OrNotFound());
    }

    private static async Task<NoContent> DeleteAsync(string labelId, ConnectedInstance instance, CancellationToken cancellationToken)
    {
        (await instance.AskAsync(LabelOperations.Delete, Id(labelId), cancellationToken).ConfigureAwait(false)).OrNotFound();
        return TypedResults.NoContent();
    }

    private static Task<Ok<IReadOnlyList<string>>> ChatsAsync(string labelId, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(LabelOperations.Chats, Id(labelId), cancellationToken);

    private static Task<NoContent> AddToChatAsync(string id, string labelId, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(LabelOperations.AddToChat, On(id, labelId), cancellationToken);

    private static Task<NoContent> RemoveFromChatAsync(string id, string labelId, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(LabelOperations.RemoveFromChat, On(id, labelId), cancellationToken);

    private static Task<NoContent> AddToMessageAsync(
        string id, string messageId, string labelId, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(LabelOperations.AddToMessage, On(id, labelId) with { MessageId = Validated.Id(messageId, "messageId") }, cancellationToken);

    private static Task<NoContent> RemoveFromMessageAsync(
        string id, string messageId, string labelId, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(LabelOperations.RemoveFromMessage, On(id, labelId) with { MessageId = Validated.Id(messageId, "messageId") }, cancellationToken);

    private static LabelOn On(string id, string labelId) => new(Id(labelId), Address.Chat(id, "id"));

    private static string Id(string labelId) => Validated.Id(labelId, "labelId", MaxId);

    private static int Color(SaveLabelRequest request) => request.Color is >= 0 and < LabelService.Colors
        ? request.Color.Value
        : throw GatewayException.Invalid("color", $"0 to {LabelService.Colors - 1} is needed.");
}

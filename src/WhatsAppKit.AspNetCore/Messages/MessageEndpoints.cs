using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Reads messages, and changes those that were sent.</summary>
internal static class MessageEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var messages = gateway.MapGroup("").RateLimited(RatePolicy.Key).WithTags("Messages");
        var read = messages.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.MessagesRead));
        read.MapGet(Routes.Messages, ListAsync).WithName("ListMessages");
        read.MapGet(Routes.Message, GetAsync).WithName("GetMessage");
        var send = messages.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.MessagesSend));
        send.MapPut(Routes.Message, EditAsync).WithName("EditMessage");
        send.MapDelete(Routes.Message, DeleteAsync).WithName("DeleteMessage");
        send.MapPost(Routes.ReadMessage, ReadAsync).AsksWhatsApp().WithName("ReadMessage");
        send.MapPost(Routes.PlayMessage, PlayedAsync).AsksWhatsApp().WithName("PlayMessage");
        send.MapPost(Routes.MarkMessages, MarkAsync).AsksWhatsApp().WithName("MarkMessages");
        send.MapPost(Routes.CancelMessage, CancelAsync).Fails(409, ProblemCodes.MessageNotWaiting).WithName("CancelMessage");
        SendEndpoints.Map(send);
        BulkEndpoints.Map(send);
    }

    private static async Task<Ok<MessagePage>> ListAsync(
        string? limit,
        string? cursor,
        string? chat,
        string? direction,
        string? kind,
        string? status,
        string? before,
        string? after,
        InstanceScope scope,
        MessageHistory history,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(await history.ListAsync(
            scope.Tenant, new MessageQuery(limit, cursor, chat, direction, kind, before, after, status), cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<MessageDetailResponse>> GetAsync(
        string messageId, string? chat, InstanceScope scope, MessageDetails details, CancellationToken cancellationToken) =>
        TypedResults.Ok(await details.GetAsync(scope.Tenant, messageId, chat, cancellationToken).ConfigureAwait(false));

    private static async Task<Results<Ok<SentMessageResponse>, Accepted<SentMessageResponse>>> EditAsync(
        string messageId, string? chat, SendContext send, JsonBody<EditMessageRequest> request, StoredMessages messages)
    {
        var row = await messages.RequireAsync(send.Tenant, messageId, chat, send.Cancelled).ConfigureAwait(false);
        var edit = new EditRequest { MessageId = row.MessageId, To = row.Chat, Text = request.Value.Text };
        return send.Answer(await SendEndpoints.SendAsync<EditRequest, EditKind>(send, edit).ConfigureAwait(false));
    }

    private static async Task<Results<Ok<SentMessageResponse>, Accepted<SentMessageResponse>>> DeleteAsync(
        string messageId, string? chat, SendContext send, StoredMessages messages)
    {
        var row = await messages.RequireAsync(send.Tenant, messageId, chat, send.Cancelled).ConfigureAwait(false);
        var delete = new DeleteRequest { MessageId = row.MessageId, To = row.Chat };
        return send.Answer(await SendEndpoints.SendAsync<DeleteRequest, DeleteKind>(send, delete).ConfigureAwait(false));
    }

    private static async Task<Ok<MessageDetailResponse>> CancelAsync(
        string messageId, string? chat, InstanceScope scope, StoredMessages messages, SendLanes lanes, MessageDetails details, CancellationToken cancellationToken)
    {
        var row = await messages.RequireAsync(scope.Tenant, messageId, chat, cancellationToken).ConfigureAwait(false);
        return row.IsOutgoing && await lanes.CancelAsync(InstanceRef.Of(scope.Tenant), row.MessageId, cancellationToken).ConfigureAwait(false)
            ? TypedResults.Ok(await details.GetAsync(scope.Tenant, messageId, chat, cancellationToken).ConfigureAwait(false))
            : throw new GatewayException(409, ProblemCodes.MessageNotWaiting, "The message does not wait any more, or may have been sent.");
    }

    private static Task<NoContent> ReadAsync(
        string messageId, string? chat, InstanceScope scope, ReadMarks marks, CancellationToken cancellationToken) =>
        MarkedAsync(marks.MarkAsync(scope.Tenant, messageId, chat, isPlayed: false, cancellationToken));

    private static Task<NoContent> PlayedAsync(
        string messageId, string? chat, InstanceScope scope, ReadMarks marks, CancellationToken cancellationToken) =>
        MarkedAsync(marks.MarkAsync(scope.Tenant, messageId, chat, isPlayed: true, cancellationToken));

    private static Task<NoContent> MarkAsync(
        InstanceScope scope, JsonBody<MarkMessagesRequest> request, ReadMarks marks, CancellationToken cancellationToken) =>
        MarkedAsync(marks.MarkAsync(scope.Tenant, request.Value, cancellationToken));

    private static async Task<NoContent> MarkedAsync(Task marked)
    {
        await marked.ConfigureAwait(false);
        return TypedResults.NoContent();
    }
}

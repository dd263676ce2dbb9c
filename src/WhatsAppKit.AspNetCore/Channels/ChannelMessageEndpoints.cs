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
using WhatsAppKit.Contracts.Channels;

namespace WhatsAppKit.AspNetCore.Channels;

/// <summary>What stands in channels.</summary>
internal static class ChannelMessageEndpoints
{
    private const int MaxViewed = 100;

    public static void Map(RouteGroupBuilder gateway)
    {
        var channels = gateway.MapGroup("").RateLimited(RatePolicy.Key).WithTags("Channels");
        var read = channels.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.ChannelsRead));
        read.MapGet(Routes.ChannelMessages, ListAsync).WithName("ListChannelMessages");
        read.MapGet(Routes.ChannelMessageUpdates, UpdatesAsync).WithName("ListChannelMessageUpdates");
        read.MapPost(Routes.WatchChannel, WatchAsync).WithName("WatchChannel");
        var write = channels.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.ChannelsWrite));
        write.MapPost(Routes.MarkChannelViewed, ViewedAsync).WithName("MarkChannelViewed");
    }

    private static Task<Ok<IReadOnlyList<ChannelMessageResponse>>> ListAsync(
        string id, string? limit, string? before, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(
            ChannelOperations.Messages, new MessagesWanted(Address.Channel(id, "id"), Paging.Limit(limit), Number(before, "before"), null), cancellationToken);

    private static Task<Ok<IReadOnlyList<ChannelMessageResponse>>> UpdatesAsync(
        string id, string? limit, string? since, string? after, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(
            ChannelOperations.Updates,
            new MessagesWanted(Address.Channel(id, "id"), Paging.Limit(limit), Number(after, "after"), Validated.Time(since, "since")),
            cancellationToken);

    private static Task<Ok<WatchResponse>> WatchAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ChannelOperations.Watch, Address.Channel(id, "id"), cancellationToken);

    private static Task<NoContent> ViewedAsync(
        string id, ConnectedInstance instance, JsonBody<ViewedMessagesRequest> request, CancellationToken cancellationToken)
    {
        var numbers = Validated.Items(request.Value.Messages, "messages", MaxViewed);
        return numbers.All(number => number > 0)
            ? instance.DoneAsync(ChannelOperations.MarkViewed, new MessagesViewed(Address.Channel(id, "id"), numbers), cancellationToken)
            : throw GatewayException.Invalid("messages", "Numbers of messages are positive.");
    }

    private static long? Number(string? text, string field) => text is null ? null : Validated.Number(text, field, 1, int.MaxValue);
}

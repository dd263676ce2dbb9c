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
using WhatsAppKit.Contracts.Groups;

namespace WhatsAppKit.AspNetCore.Chats;

internal static class ChatEndpoints
{
    private static readonly int[] Timers = [0, 86_400, 604_800, 7_776_000];

    public static void Map(RouteGroupBuilder gateway)
    {
        var chats = gateway.MapGroup("").RateLimited(RatePolicy.Key).RequireAuthorization(Policies.Permission(Permissions.ChatsWrite)).WithTags("Chats").Fails(409, ProblemCodes.NotSynchronised);
        chats.MapDelete(Routes.Chat, DeleteAsync).WithName("DeleteChat");
        chats.MapPost(Routes.ArchiveChat, ArchiveAsync).WithName("ArchiveChat");
        chats.MapPost(Routes.UnarchiveChat, UnarchiveAsync).WithName("UnarchiveChat");
        chats.MapPost(Routes.PinChat, PinAsync).WithName("PinChat");
        chats.MapPost(Routes.UnpinChat, UnpinAsync).WithName("UnpinChat");
        chats.MapPost(Routes.MuteChat, MuteAsync).WithName("MuteChat");
        chats.MapPost(Routes.UnmuteChat, UnmuteAsync).WithName("UnmuteChat");
        chats.MapPost(Routes.MarkChatRead, ReadAsync).WithName("MarkChatRead");
        chats.MapPost(Routes.MarkChatUnread, UnreadAsync).WithName("MarkChatUnread");
        chats.MapPost(Routes.ClearChat, ClearAsync).WithName("ClearChat");
        chats.MapPut(Routes.ChatTimer, TimerAsync).WithName("SetChatTimer");
        chats.MapPost(Routes.StarMessage, StarAsync).WithName("StarMessage");
        chats.MapPost(Routes.UnstarMessage, UnstarAsync).WithName("UnstarMessage");
        chats.MapPost(Routes.DeleteMessageForMe, DeleteForMeAsync).WithName("DeleteMessageForMe");
    }

    /// <summary>A time that WhatsApp offers; 0 for good.</summary>
    public static int Seconds(TimerRequest request) => Validated.Required(request.Seconds, "seconds") is var seconds && Timers.Contains(seconds)
        ? seconds
        : throw GatewayException.Invalid("seconds", $"One of {string.Join(", ", Timers)} is needed.");

    private static Task<NoContent> DeleteAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChatOperations.Delete, Address.Chat(id, "id"), cancellationToken);

    private static Task<NoContent> ArchiveAsync(
        string id, ConnectedInstance instance, JsonBody<ChatChangeRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChatOperations.Archive, Change(id, request.Value), cancellationToken);

    private static Task<NoContent> UnarchiveAsync(
        string id, ConnectedInstance instance, JsonBody<ChatChangeRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChatOperations.Unarchive, Change(id, request.Value), cancellationToken);

    private static Task<NoContent> PinAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChatOperations.Pin, Address.Chat(id, "id"), cancellationToken);

    private static Task<NoContent> UnpinAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChatOperations.Unpin, Address.Chat(id, "id"), cancellationToken);

    private static Task<NoContent> MuteAsync(
        string id, ConnectedInstance instance, JsonBody<MuteChatRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChatOperations.Mute, new ChatToMute(Address.Chat(id, "id"), request.Value.Until), cancellationToken);

    private static Task<NoContent> UnmuteAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChatOperations.Unmute, Address.Chat(id, "id"), cancellationToken);

    private static Task<NoContent> ReadAsync(
        string id, ConnectedInstance instance, JsonBody<ChatChangeRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChatOperations.MarkRead, Change(id, request.Value), cancellationToken);

    private static Task<NoContent> UnreadAsync(
        string id, ConnectedInstance instance, JsonBody<ChatChangeRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChatOperations.MarkUnread, Change(id, request.Value), cancellationToken);

    private static Task<NoContent> ClearAsync(
        string id, ConnectedInstance instance, JsonBody<ClearChatRequest> request, CancellationToken cancellationToken)
    {
        var chat = Address.Chat(id, "id");
        var clear = request.Value;
        var last = MessageNames.Last(chat, clear.MessageId, clear.SentAt, clear.FromMe, clear.Sender);
        return instance.DoneAsync(ChatOperations.Clear, new ChatToClear(chat, last, clear.KeepStarred != true, clear.DeleteMedia == true), cancellationToken);
    }

    private static Task<Ok<SentResponse>> TimerAsync(
        string id, ConnectedInstance instance, JsonBody<TimerRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(ChatOperations.SetTimer, new ChatTimer(Address.Person(id, "id"), Seconds(request.Value)), cancellationToken);

    private static Task<NoContent> StarAsync(
        string id, string messageId, ConnectedInstance instance, JsonBody<StarMessageRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(
            ChatOperations.Star, MessageNames.Reference(Address.Chat(id, "id"), messageId, request.Value.FromMe, request.Value.Sender), cancellationToken);

    private static Task<NoContent> UnstarAsync(
        string id, string messageId, ConnectedInstance instance, JsonBody<StarMessageRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(
            ChatOperations.Unstar, MessageNames.Reference(Address.Chat(id, "id"), messageId, request.Value.FromMe, request.Value.Sender), cancellationToken);

    private static Task<NoContent> DeleteForMeAsync(
        string id, string messageId, ConnectedInstance instance, JsonBody<DeleteForMeRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(
            ChatOperations.DeleteForMe,
            new MessageToDelete(
                MessageNames.Reference(Address.Chat(id, "id"), messageId, request.Value.FromMe, request.Value.Sender),
                Validated.Required(request.Value.SentAt, "sentAt"),
                request.Value.DeleteMedia ?? true),
            cancellationToken);

    private static ChatChange Change(string id, ChatChangeRequest request)
    {
        var chat = Address.Chat(id, "id");
        return new ChatChange(chat, MessageNames.Last(chat, request.MessageId, request.SentAt, request.FromMe, request.Sender));
    }
}

using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Chats;
using WhatsAppKit.Contracts.Groups;

namespace WhatsAppKit.Client.Chats;

/// <summary>The account's chats, as all of its devices show them.</summary>
public interface IChatsClient
{
    /// <summary>Delete chat. Needs the permission <c>chats:write</c>.</summary>
    [Delete(Routes.Chat)]
    Task DeleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Archive chat. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.ArchiveChat)]
    Task ArchiveAsync(string id, [Body] ChatChangeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Unarchive chat. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.UnarchiveChat)]
    Task UnarchiveAsync(string id, [Body] ChatChangeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Pin chat. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.PinChat)]
    Task PinAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Unpin chat. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.UnpinChat)]
    Task UnpinAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Mute chat. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.MuteChat)]
    Task MuteAsync(string id, [Body] MuteChatRequest request, CancellationToken cancellationToken = default);

    /// <summary>Unmute chat. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.UnmuteChat)]
    Task UnmuteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Mark chat read. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.MarkChatRead)]
    Task MarkReadAsync(string id, [Body] ChatChangeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Mark chat unread. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.MarkChatUnread)]
    Task MarkUnreadAsync(string id, [Body] ChatChangeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Clear chat. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.ClearChat)]
    Task ClearAsync(string id, [Body] ClearChatRequest request, CancellationToken cancellationToken = default);

    /// <summary>Set chat timer. Needs the permission <c>chats:write</c>.</summary>
    [Put(Routes.ChatTimer)]
    Task<SentResponse> SetTimerAsync(string id, [Body] TimerRequest request, CancellationToken cancellationToken = default);

    /// <summary>Star message. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.StarMessage)]
    Task StarMessageAsync(string id, string messageId, [Body] StarMessageRequest request, CancellationToken cancellationToken = default);

    /// <summary>Unstar message. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.UnstarMessage)]
    Task UnstarMessageAsync(string id, string messageId, [Body] StarMessageRequest request, CancellationToken cancellationToken = default);

    /// <summary>Delete message for me. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.DeleteMessageForMe)]
    Task DeleteMessageForMeAsync(string id, string messageId, [Body] DeleteForMeRequest request, CancellationToken cancellationToken = default);
}

using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Labels;

namespace WhatsAppKit.Client.Labels;

/// <summary>Labels of chats and messages.</summary>
public interface ILabelsClient
{
    /// <summary>List labels. Needs the permission <c>chats:read</c>.</summary>
    [Get(Routes.Labels)]
    Task<IReadOnlyList<LabelResponse>> ListLabelsAsync(CancellationToken cancellationToken = default);

    /// <summary>Create label. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.Labels)]
    Task<LabelResponse> CreateLabelAsync([Body] SaveLabelRequest request, CancellationToken cancellationToken = default);

    /// <summary>List label chats. Needs the permission <c>chats:read</c>.</summary>
    [Get(Routes.LabelChats)]
    Task<IReadOnlyList<string>> ListLabelChatsAsync(string labelId, CancellationToken cancellationToken = default);

    /// <summary>Update label. Needs the permission <c>chats:write</c>.</summary>
    [Put(Routes.Label)]
    Task<LabelResponse> UpdateLabelAsync(string labelId, [Body] SaveLabelRequest request, CancellationToken cancellationToken = default);

    /// <summary>Delete label. Needs the permission <c>chats:write</c>.</summary>
    [Delete(Routes.Label)]
    Task DeleteLabelAsync(string labelId, CancellationToken cancellationToken = default);

    /// <summary>Add chat label. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.ChatLabel)]
    Task AddChatLabelAsync(string id, string labelId, CancellationToken cancellationToken = default);

    /// <summary>Remove chat label. Needs the permission <c>chats:write</c>.</summary>
    [Delete(Routes.ChatLabel)]
    Task RemoveChatLabelAsync(string id, string labelId, CancellationToken cancellationToken = default);

    /// <summary>Add message label. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.MessageLabel)]
    Task AddMessageLabelAsync(string id, string messageId, string labelId, CancellationToken cancellationToken = default);

    /// <summary>Remove message label. Needs the permission <c>chats:write</c>.</summary>
    [Delete(Routes.MessageLabel)]
    Task RemoveMessageLabelAsync(string id, string messageId, string labelId, CancellationToken cancellationToken = default);
}

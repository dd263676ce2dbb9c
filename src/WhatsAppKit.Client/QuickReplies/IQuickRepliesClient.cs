using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.QuickReplies;

namespace WhatsAppKit.Client.QuickReplies;

/// <summary>Quick replies.</summary>
public interface IQuickRepliesClient
{
    /// <summary>List quick replies. Needs the permission <c>chats:read</c>.</summary>
    [Get(Routes.QuickReplies)]
    Task<IReadOnlyList<QuickReplyResponse>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Create quick reply. Needs the permission <c>chats:write</c>.</summary>
    [Post(Routes.QuickReplies)]
    Task<QuickReplyResponse> CreateAsync([Body] SaveQuickReplyRequest request, CancellationToken cancellationToken = default);

    /// <summary>Update quick reply. Needs the permission <c>chats:write</c>.</summary>
    [Put(Routes.QuickReply)]
    Task<QuickReplyResponse> UpdateAsync(string replyId, [Body] SaveQuickReplyRequest request, CancellationToken cancellationToken = default);

    /// <summary>Delete quick reply. Needs the permission <c>chats:write</c>.</summary>
    [Delete(Routes.QuickReply)]
    Task DeleteAsync(string replyId, CancellationToken cancellationToken = default);
}

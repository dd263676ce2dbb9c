using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Chats;

namespace WhatsAppKit.Client.Presence;

/// <summary>Being online and typing.</summary>
public interface IPresenceClient
{
    /// <summary>Set presence. Needs the permission <c>presence:write</c>.</summary>
    [Post(Routes.Presence)]
    Task SetAsync([Body] PresenceRequest request, CancellationToken cancellationToken = default);

    /// <summary>Subscribe presence. Needs the permission <c>presence:write</c>.</summary>
    [Post(Routes.SubscribePresence)]
    Task SubscribeAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Set typing. Needs the permission <c>presence:write</c>.</summary>
    [Post(Routes.Typing)]
    Task SetTypingAsync(string id, [Body] TypingRequest request, CancellationToken cancellationToken = default);
}

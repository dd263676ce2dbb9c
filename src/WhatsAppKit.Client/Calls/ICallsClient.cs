using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Calls;

namespace WhatsAppKit.Client.Calls;

/// <summary>Calls.</summary>
public interface ICallsClient
{
    /// <summary>Create call link. Needs the permission <c>calls:write</c>.</summary>
    [Post(Routes.CallLink)]
    Task<CallLinkResponse> CreateCallLinkAsync([Body] CallLinkRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reject call. Needs the permission <c>calls:write</c>.</summary>
    [Post(Routes.RejectCall)]
    Task RejectCallAsync(string callId, [Body] RejectCallRequest request, CancellationToken cancellationToken = default);
}

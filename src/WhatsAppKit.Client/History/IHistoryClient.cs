using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.History;

namespace WhatsAppKit.Client.History;

/// <summary>Messages from before the instance was linked.</summary>
public interface IHistoryClient
{
    /// <summary>Request history. Needs the permission <c>messages:read</c>.</summary>
    [Post(Routes.RequestHistory)]
    Task<HistoryResponse> RequestAsync([Body] RequestHistoryRequest request, CancellationToken cancellationToken = default);

    /// <summary>Request full history. Needs the permission <c>messages:read</c>.</summary>
    [Post(Routes.RequestFullHistory)]
    Task<FullHistoryResponse> RequestFullAsync([Body] RequestFullHistoryRequest request, CancellationToken cancellationToken = default);
}

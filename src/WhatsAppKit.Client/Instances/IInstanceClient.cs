using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Instances;

namespace WhatsAppKit.Client.Instances;

/// <summary>The instance itself.</summary>
public interface IInstanceClient
{
    /// <summary>Get own instance. Needs the permission <c>instance:read</c>.</summary>
    [Get(Routes.InstanceInfo)]
    Task<InstanceInfoResponse> GetInfoAsync(CancellationToken cancellationToken = default);
}

using WhatsAppKit.Contracts.Instances;

namespace WhatsAppKit.Client.Instances;

/// <summary>The instance that the API key belongs to.</summary>
public interface IInstanceClient
{
    /// <summary>Its name, number and status.</summary>
    Task<InstanceInfoResponse> GetInfoAsync(CancellationToken cancellationToken = default);
}

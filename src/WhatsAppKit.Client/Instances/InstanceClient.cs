using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts.Instances;

namespace WhatsAppKit.Client.Instances;

internal sealed class InstanceClient(IIntegrationApi api) : IInstanceClient
{
    public Task<InstanceInfoResponse> GetInfoAsync(CancellationToken cancellationToken = default) => api.GetInfoAsync(cancellationToken);
}

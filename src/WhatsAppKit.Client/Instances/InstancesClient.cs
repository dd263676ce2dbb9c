using WhatsAppKit.Client.Http;
using WhatsAppKit.Contracts.Instances;
using WhatsAppKit.Contracts.Pairing;

namespace WhatsAppKit.Client.Instances;

internal sealed class InstancesClient(IManagementApi api, string token) : IInstancesClient
{
    public Task<InstanceResponse> CreateAsync(string name, CancellationToken cancellationToken = default) =>
        api.CreateInstanceAsync(token, new CreateInstanceRequest(name), cancellationToken);

    public Task<IReadOnlyList<InstanceResponse>> ListAsync(CancellationToken cancellationToken = default) =>
        api.ListInstancesAsync(token, cancellationToken);

    public Task<InstanceResponse> GetAsync(string id, CancellationToken cancellationToken = default) =>
        api.GetInstanceAsync(token, id, cancellationToken);

    public Task<InstanceResponse> RenameAsync(string id, string name, CancellationToken cancellationToken = default) =>
        api.UpdateInstanceAsync(token, id, new UpdateInstanceRequest(name), cancellationToken);

    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) => api.DeleteInstanceAsync(token, id, cancellationToken);

    public Task<InstanceStatusResponse> ConnectAsync(string id, CancellationToken cancellationToken = default) =>
        api.ConnectInstanceAsync(token, id, cancellationToken);

    public Task<InstanceStatusResponse> DisconnectAsync(string id, CancellationToken cancellationToken = default) =>
        api.DisconnectInstanceAsync(token, id, cancellationToken);

    public Task<InstanceStatusResponse> GetStatusAsync(string id, CancellationToken cancellationToken = default) =>
        api.GetInstanceStatusAsync(token, id, cancellationToken);

    public Task<QrResponse> GetQrAsync(string id, CancellationToken cancellationToken = default) => api.GetInstanceQrAsync(token, id, cancellationToken);
}

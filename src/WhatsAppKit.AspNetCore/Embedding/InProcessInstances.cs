using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Pairing;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.Contracts.Instances;
using WhatsAppKit.Contracts.Pairing;

namespace WhatsAppKit.AspNetCore.Embedding;

internal sealed class InProcessInstances(InstanceService instances, PairingService pairing, SubscriptionService subscriptions) : IInstanceService
{
    public Task<InstanceResponse> CreateAsync(string subscriptionId, CreateInstanceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return InSubscriptionAsync(subscriptionId, tenant => instances.CreateAsync(tenant, request, cancellationToken), cancellationToken);
    }

    public Task<IReadOnlyList<InstanceResponse>> ListAsync(string subscriptionId, CancellationToken cancellationToken = default) =>
        InSubscriptionAsync(subscriptionId, tenant => instances.ListAsync(tenant, cancellationToken), cancellationToken);

    public Task<InstanceResponse> GetAsync(InstanceReference instance, CancellationToken cancellationToken = default) =>
        RunAsync(instance, (tenant, id) => instances.GetAsync(tenant, id, cancellationToken));

    public Task<InstanceResponse> UpdateAsync(InstanceReference instance, UpdateInstanceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return RunAsync(instance, (tenant, id) => instances.UpdateAsync(tenant, id, request, cancellationToken));
    }

    public Task DeleteAsync(InstanceReference instance, CancellationToken cancellationToken = default) => RunAsync(instance, async (tenant, id) =>
    {
        await instances.DeleteAsync(tenant, id, cancellationToken).ConfigureAwait(false);
        return true;
    });

    public Task<InstanceStatusResponse> ConnectAsync(InstanceReference instance, CancellationToken cancellationToken = default) =>
        RunAsync(instance, (tenant, id) => instances.ConnectAsync(tenant, id, cancellationToken));

    public Task<InstanceStatusResponse> DisconnectAsync(InstanceReference instance, CancellationToken cancellationToken = default) =>
        RunAsync(instance, (tenant, id) => instances.DisconnectAsync(tenant, id, cancellationToken));

    public Task<InstanceStatusResponse> RestartAsync(InstanceReference instance, CancellationToken cancellationToken = default) =>
        RunAsync(instance, (tenant, id) => instances.RestartAsync(tenant, id, cancellationToken));

    public Task<InstanceStatusResponse> LogOutAsync(InstanceReference instance, CancellationToken cancellationToken = default) =>
        RunAsync(instance, (tenant, id) => instances.LogOutAsync(tenant, id, cancellationToken));

    public Task<InstanceStatusResponse> GetStatusAsync(InstanceReference instance, CancellationToken cancellationToken = default) =>
        RunAsync(instance, (tenant, id) => instances.StatusAsync(tenant, id, cancellationToken));

    public Task<QrResponse> GetQrAsync(InstanceReference instance, CancellationToken cancellationToken = default) =>
        RunAsync(instance, async (tenant, id) => QrImage.ToContract(await pairing.QrAsync(tenant, id, cancellationToken).ConfigureAwait(false)));

    public Task<PairingCodeResponse> RequestPairingCodeAsync(
        InstanceReference instance, PairingCodeRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return RunAsync(instance, (tenant, id) => pairing.RequestCodeAsync(tenant, id, request, cancellationToken));
    }

    private static Task<T> RunAsync<T>(InstanceReference instance, Func<TenantContext, string, Task<T>> run) =>
        InProcess.RunAsync(() => run(InProcess.Tenant(instance) with { InstanceId = null }, instance.InstanceId));

    /// <summary>A caller of an endpoint belongs to a subscription that exists; here anything may be named.</summary>
    private Task<T> InSubscriptionAsync<T>(string subscriptionId, Func<TenantContext, Task<T>> run, CancellationToken cancellationToken) =>
        InProcess.RunAsync(async () =>
        {
            var tenant = InProcess.Tenant(subscriptionId);
            await subscriptions.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
            return await run(tenant).ConfigureAwait(false);
        });
}

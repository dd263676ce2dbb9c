using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Instances;
using WhatsAppKit.Contracts.Pairing;

namespace WhatsAppKit.AspNetCore.Embedding;

/// <summary>
/// Instances, for the application around the gateway: without HTTP, by the rules of the endpoints. Limits and validation are the same,
/// and the audit names the address <c>in-process</c>. Every failure that an endpoint would describe is a <see cref="GatewayException"/>.
/// </summary>
public interface IInstanceService
{
    /// <summary>Creates an instance.</summary>
    /// <exception cref="GatewayException">There is no such subscription, it has as many instances as it may have, or the request is not valid.</exception>
    Task<InstanceResponse> CreateAsync(string subscriptionId, CreateInstanceRequest request, CancellationToken cancellationToken = default);

    /// <summary>The subscription's instances, oldest first.</summary>
    Task<IReadOnlyList<InstanceResponse>> ListAsync(string subscriptionId, CancellationToken cancellationToken = default);

    /// <summary>One instance.</summary>
    /// <exception cref="GatewayException">There is no such instance.</exception>
    Task<InstanceResponse> GetAsync(InstanceReference instance, CancellationToken cancellationToken = default);

    /// <summary>Renames an instance.</summary>
    /// <exception cref="GatewayException">There is no such instance, or the request is not valid.</exception>
    Task<InstanceResponse> UpdateAsync(InstanceReference instance, UpdateInstanceRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deletes an instance with all it has.</summary>
    /// <exception cref="GatewayException">There is no such instance.</exception>
    Task DeleteAsync(InstanceReference instance, CancellationToken cancellationToken = default);

    /// <summary>Connects an instance, now and after every restart. An unpaired one shows QR codes.</summary>
    /// <exception cref="GatewayException">There is no such instance, or its session cannot be read.</exception>
    Task<InstanceStatusResponse> ConnectAsync(InstanceReference instance, CancellationToken cancellationToken = default);

    /// <summary>Disconnects an instance, until it is connected again.</summary>
    /// <exception cref="GatewayException">There is no such instance.</exception>
    Task<InstanceStatusResponse> DisconnectAsync(InstanceReference instance, CancellationToken cancellationToken = default);

    /// <summary>Ends an instance's connection and begins another.</summary>
    /// <exception cref="GatewayException">There is no such instance.</exception>
    Task<InstanceStatusResponse> RestartAsync(InstanceReference instance, CancellationToken cancellationToken = default);

    /// <summary>Unlinks an instance from its account.</summary>
    /// <exception cref="GatewayException">There is no such instance, or it is not connected.</exception>
    Task<InstanceStatusResponse> LogOutAsync(InstanceReference instance, CancellationToken cancellationToken = default);

    /// <summary>Where an instance's connection stands.</summary>
    /// <exception cref="GatewayException">There is no such instance.</exception>
    Task<InstanceStatusResponse> GetStatusAsync(InstanceReference instance, CancellationToken cancellationToken = default);

    /// <summary>The QR code to scan now. It links whoever scans it: treat it as a secret.</summary>
    /// <exception cref="GatewayException">There is no such instance, or no code now.</exception>
    Task<QrResponse> GetQrAsync(InstanceReference instance, CancellationToken cancellationToken = default);

    /// <summary>Asks for a code to type on the phone.</summary>
    /// <exception cref="GatewayException">There is no such instance, it is not being paired, or the number is not valid.</exception>
    Task<PairingCodeResponse> RequestPairingCodeAsync(
        InstanceReference instance, PairingCodeRequest request, CancellationToken cancellationToken = default);
}

using WhatsAppKit.Contracts.Instances;
using WhatsAppKit.Contracts.Pairing;

namespace WhatsAppKit.Client.Instances;

/// <summary>The instances of a subscription: each is one WhatsApp device.</summary>
public interface IInstancesClient
{
    /// <summary>Creates an instance.</summary>
    /// <param name="name">1 to 100 characters.</param>
    /// <param name="cancellationToken">Stops waiting; the instance may still be created.</param>
    Task<InstanceResponse> CreateAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>All instances, oldest first.</summary>
    Task<IReadOnlyList<InstanceResponse>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One instance.</summary>
    Task<InstanceResponse> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Renames an instance.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="name">1 to 100 characters.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    Task<InstanceResponse> RenameAsync(string id, string name, CancellationToken cancellationToken = default);

    /// <summary>Deletes an instance with its session, keys and messages.</summary>
    Task DeleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Begins to connect; an instance that is not paired shows QR codes.</summary>
    Task<InstanceStatusResponse> ConnectAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Ends the connection; the instance stays paired.</summary>
    Task<InstanceStatusResponse> DisconnectAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Where the connection stands.</summary>
    Task<InstanceStatusResponse> GetStatusAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>The QR code shown now; fails with <c>qr-not-available</c> when there is none.</summary>
    Task<QrResponse> GetQrAsync(string id, CancellationToken cancellationToken = default);
}

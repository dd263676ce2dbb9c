using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Instances;
using WhatsAppKit.Contracts.Pairing;

namespace WhatsAppKit.Client.Instances;

/// <summary>The instances of a subscription, and how they are paired.</summary>
public interface IInstancesClient
{
    /// <summary>List instances.</summary>
    [Get(Routes.Instances)]
    Task<IReadOnlyList<InstanceResponse>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Create instance. For administrators.</summary>
    [Post(Routes.Instances)]
    Task<InstanceResponse> CreateAsync([Body] CreateInstanceRequest request, CancellationToken cancellationToken = default);

    /// <summary>Get instance.</summary>
    [Get(Routes.Instance)]
    Task<InstanceResponse> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Update instance. For administrators.</summary>
    [Put(Routes.Instance)]
    Task<InstanceResponse> UpdateAsync(string id, [Body] UpdateInstanceRequest request, CancellationToken cancellationToken = default);

    /// <summary>Delete instance. For administrators.</summary>
    [Delete(Routes.Instance)]
    Task DeleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Connect instance.</summary>
    [Post(Routes.ConnectInstance)]
    Task<InstanceStatusResponse> ConnectAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Disconnect instance.</summary>
    [Post(Routes.DisconnectInstance)]
    Task<InstanceStatusResponse> DisconnectAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Get instance status.</summary>
    [Get(Routes.InstanceStatus)]
    Task<InstanceStatusResponse> GetStatusAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Restart instance.</summary>
    [Post(Routes.RestartInstance)]
    Task<InstanceStatusResponse> RestartAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Get instance by name.</summary>
    [Get(Routes.InstanceByName)]
    Task<InstanceResponse> GetByNameAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Log out instance. For administrators.</summary>
    [Post(Routes.LogOutInstance)]
    Task<InstanceStatusResponse> LogOutAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Get instance qr.</summary>
    [Get(Routes.InstanceQr)]
    Task<QrResponse> GetQrAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Request pairing code.</summary>
    [Post(Routes.InstancePairingCode)]
    Task<PairingCodeResponse> RequestPairingCodeAsync(string id, [Body] PairingCodeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Get instance passkey.</summary>
    [Get(Routes.InstancePasskey)]
    Task<PasskeyResponse> GetPasskeyAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Answer instance passkey.</summary>
    [Post(Routes.InstancePasskey)]
    Task AnswerPasskeyAsync(string id, [Body] PasskeyAnswerRequest request, CancellationToken cancellationToken = default);

    /// <summary>Confirm instance passkey.</summary>
    [Post(Routes.ConfirmInstancePasskey)]
    Task ConfirmPasskeyAsync(string id, [Body] PasskeyConfirmRequest request, CancellationToken cancellationToken = default);
}

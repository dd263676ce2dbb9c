using WhatsAppKit.Client.Instances;
using WhatsAppKit.Contracts.Instances;

namespace WhatsAppKit.Client;

/// <summary>What is done with instances all the time, in fewer words.</summary>
public static class InstancesClientExtensions
{
    /// <summary>Creates an instance.</summary>
    public static Task<InstanceResponse> CreateAsync(this IInstancesClient instances, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(instances);
        return instances.CreateAsync(new CreateInstanceRequest(name), cancellationToken);
    }

    /// <summary>Gives an instance another name.</summary>
    public static Task<InstanceResponse> RenameAsync(this IInstancesClient instances, string id, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(instances);
        return instances.UpdateAsync(id, new UpdateInstanceRequest(name), cancellationToken);
    }
}

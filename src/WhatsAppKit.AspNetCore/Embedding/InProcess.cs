using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Embedding;

/// <summary>What calls of the application have in place of a request: a tenant that is named and not proven, and failures that are thrown.</summary>
internal static class InProcess
{
    /// <summary>Where the audit says a call came from.</summary>
    public const string Address = "in-process";

    public static TenantContext Tenant(string subscriptionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(subscriptionId);
        return new TenantContext(subscriptionId, null, null, Address);
    }

    public static TenantContext Tenant(InstanceReference instance)
    {
        ArgumentException.ThrowIfNullOrEmpty(instance.SubscriptionId, nameof(instance));
        ArgumentException.ThrowIfNullOrEmpty(instance.InstanceId, nameof(instance));
        return new TenantContext(instance.SubscriptionId, null, instance.InstanceId, Address);
    }

    /// <summary>Does what an endpoint does; what it would answer to a failure becomes the exception.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not GatewayException && Problems.Describe(error).Code != ProblemCodes.Internal)
        {
            var (status, code, detail, errors) = Problems.Describe(error);
            throw new GatewayException(status, code, detail, errors, error);
        }
    }
}

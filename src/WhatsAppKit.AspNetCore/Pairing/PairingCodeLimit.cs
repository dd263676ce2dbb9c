using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Pairing;

/// <summary>
/// Limits how often a subscription has WhatsApp ask one phone for a code, from whatever address and with whichever of its instances: each
/// time the person there is told that somebody wants to link a device.
/// </summary>
internal sealed class PairingCodeLimit(RateCounts counts, IOptions<WhatsAppGatewayOptions> options)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <exception cref="GatewayException">429: the hour's limit for this number is reached.</exception>
    public Task CountAsync(TenantContext tenant, string phoneNumber, CancellationToken cancellationToken)
    {
        var limit = options.Value.RateLimits.PairingCodes;
        return counts.RequireAsync(
            new RateLimited("pairing-codes", Subject(tenant, phoneNumber), limit, Hour), ProblemCodes.PairingCodeLimit,
            $"{limit} codes were asked for with this number within an hour.", cancellationToken);
    }

    /// <summary>However it is written, without telling a store of counts whose number it is.</summary>
    private static string Subject(TenantContext tenant, string phoneNumber) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant.SubscriptionId} {string.Concat(phoneNumber.Where(char.IsAsciiDigit))}")));
}

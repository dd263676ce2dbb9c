using Microsoft.Extensions.Diagnostics.HealthChecks;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Health;

/// <summary>Whether files can be written in the data directory, and how much room is left there.</summary>
internal sealed class StorageHealth(GatewaySecrets secrets) : IHealthCheck
{
    private const long LittleRoom = 512L * 1024 * 1024;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var probe = Path.Combine(secrets.DataDirectory, $".health-{Guid.NewGuid():N}");
            await using (var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                await file.WriteAsync(new byte[1], cancellationToken).ConfigureAwait(false);
            }

            var free = new DriveInfo(secrets.DataDirectory).AvailableFreeSpace;
            var numbers = new Dictionary<string, object> { ["freeBytes"] = free };
            return free < LittleRoom ? HealthCheckResult.Degraded("There is little room left.", data: numbers) : HealthCheckResult.Healthy(data: numbers);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return HealthCheckResult.Unhealthy("No file can be written in the data directory.");
        }
    }
}

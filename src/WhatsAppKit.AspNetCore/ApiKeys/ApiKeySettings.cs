using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.ApiKeys;

/// <summary>What a request says about a key, checked.</summary>
internal sealed record ApiKeySettings(string Name, string Permissions, int? RateLimit, DateTimeOffset? ExpiresAt)
{
    private const int MaxRateLimit = 100_000;

    public static ApiKeySettings Of(
        string? name, IReadOnlyList<string>? permissions, int? rateLimit, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        if (rateLimit is < 1 or > MaxRateLimit)
        {
            throw GatewayException.Invalid("rateLimit", $"1 to {MaxRateLimit} requests a minute are allowed.");
        }

        if (expiresAt <= now)
        {
            throw GatewayException.Invalid("expiresAt", "A time to come is needed.");
        }

        return new ApiKeySettings(Validated.Name(name, "name"), Text(permissions), rateLimit, expiresAt is { } end ? StoredTime.Of(end) : null);
    }

    private static string Text(IReadOnlyList<string>? named)
    {
        if (named is { Count: 0 } || named?.Except(Known).Any() == true)
        {
            throw GatewayException.Invalid("permissions", $"One or more of {string.Join(", ", Known)} are needed.");
        }

        return string.Join(' ', Known.Where(each => named is null || named.Contains(each)));
    }

    private static IReadOnlyList<string> Known => Contracts.ApiKeys.Permissions.All;
}

using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.ApiKeys;

/// <summary>What a request says about a key, checked.</summary>
internal sealed record ApiKeySettings(string Name, string Permissions, int? RateLimit, DateTimeOffset? ExpiresAt)
{
    /// <summary>What is stored in place of names for a key that may do everything: what is added later, too.</summary>
    public const string Everything = "*";

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

    /// <summary>The permissions that a stored text stands for.</summary>
    public static IReadOnlyList<string> Named(string stored) =>
        stored == Everything ? Known : stored.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Text(IReadOnlyList<string>? named)
    {
        if (named is { Count: 0 } || named?.Except(Known).Any() == true)
        {
            throw GatewayException.Invalid("permissions", $"One or more of {string.Join(", ", Known)} are needed.");
        }

        return named is null ? Everything : string.Join(' ', Known.Where(named.Contains));
    }

    private static IReadOnlyList<string> Known => Contracts.ApiKeys.Permissions.All;
}

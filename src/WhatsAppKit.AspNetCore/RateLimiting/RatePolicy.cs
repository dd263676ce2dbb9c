using Microsoft.AspNetCore.Builder;

namespace WhatsAppKit.AspNetCore.RateLimiting;

/// <summary>How often an endpoint may be called. Every endpoint names one; what each means beyond the address is added to it.</summary>
internal enum RatePolicy
{
    /// <summary>So often from one address.</summary>
    Address,

    /// <summary>And, less often, whatever checks or sends secrets.</summary>
    Auth,

    /// <summary>And so often with one API key.</summary>
    Key,
}

/// <summary>What an endpoint carries to name its policy.</summary>
internal sealed record RateLimitedBy(RatePolicy Policy);

internal static class RateLimitedExtensions
{
    public static TBuilder RateLimited<TBuilder>(this TBuilder endpoints, RatePolicy policy)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new RateLimitedBy(policy));
}

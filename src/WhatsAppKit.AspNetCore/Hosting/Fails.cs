using Microsoft.AspNetCore.Builder;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>What an endpoint carries to say in which ways of its own it can fail.</summary>
internal sealed record Failure(int Status, string Code);

internal static class FailsExtensions
{
    /// <summary>Adds a failure to those that every endpoint of its sort has.</summary>
    public static TBuilder Fails<TBuilder>(this TBuilder endpoints, int status, params ReadOnlySpan<string> codes)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var code in codes)
        {
            endpoints.WithMetadata(new Failure(status, code));
        }

        return endpoints;
    }
}

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

    /// <summary>Adds what can go wrong when an instance asks WhatsApp, where the endpoint's parameters do not say that it does.</summary>
    public static TBuilder AsksWhatsApp<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var failure in SharedFailures.OfWhatsApp)
        {
            endpoints.WithMetadata(failure);
        }

        return endpoints;
    }
}

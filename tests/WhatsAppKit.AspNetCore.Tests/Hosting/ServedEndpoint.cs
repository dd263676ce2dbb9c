using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.RateLimiting;

namespace WhatsAppKit.AspNetCore.Tests;

/// <summary>A route that is served, and what it declares about itself.</summary>
internal sealed record ServedEndpoint(HttpMethod Method, string Route, string? Policy, bool IsOpen, RatePolicy? RateLimit, Type? Body, string[] Query, bool IsHub)
{
    public string? Permission => Policy is null ? null : Policies.PermissionOf(Policy);

    /// <summary>The most bytes a body may have.</summary>
    public long? MaxBody { get; private init; }

    public bool NamesSomething => Route.Contains('{', StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Route}";

    public static IReadOnlyList<ServedEndpoint> Of(GatewayHost host) =>
    [
        .. from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let isHub = endpoint.Metadata.GetMetadata<HubMetadata>() is not null
           from method in isHub ? HubMethods(endpoint) : endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
           let parameters = isHub ? [] : endpoint.Metadata.GetMetadata<MethodInfo>()!.GetParameters()
           let served = new ServedEndpoint(
               new HttpMethod(method),
               endpoint.RoutePattern.RawText!,
               endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy,
               endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null,
               endpoint.Metadata.GetMetadata<RateLimitedBy>()?.Policy,
               parameters.Select(BodyOf).FirstOrDefault(type => type is not null),
               [.. parameters.SelectMany(QueryOf).Where(name => !endpoint.RoutePattern.Parameters.Any(each => each.Name == name))],
               isHub)
           {
               MaxBody = endpoint.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize,
           }
           orderby served.Route, method
           select served,
    ];

    /// <summary>How clients of SignalR begin: they ask what there is, and connect.</summary>
    private static IReadOnlyList<string> HubMethods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<NegotiateMetadata>() is null ? ["GET"] : ["POST"];

    private static Type? BodyOf(ParameterInfo parameter) =>
        parameter.ParameterType is { IsGenericType: true } type
        && (type.GetGenericTypeDefinition() == typeof(JsonBody<>) || type.GetGenericTypeDefinition() == typeof(MediaBody<>)) ? type.GetGenericArguments()[0] : null;

    private static IEnumerable<string> QueryOf(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<Microsoft.AspNetCore.Http.AsParametersAttribute>() is not null
            ? parameter.ParameterType.GetProperties().Select(each => Camel(each.Name))
            : parameter.ParameterType == typeof(string) ? [parameter.Name!] : [];

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}

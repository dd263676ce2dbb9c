using System.Reflection;
using Refit;

namespace WhatsAppKit.Client.Tests;

/// <summary>A call that the client declares.</summary>
internal sealed record ClientMethod(MethodInfo Method, string Verb, string Path)
{
    /// <summary>All of them: those that callers see, and those that something more convenient is built on.</summary>
    public static IReadOnlyList<ClientMethod> All { get; } =
    [
        .. from type in typeof(IWhatsAppGateway).Assembly.GetTypes()
           where type.IsInterface
           from method in type.GetMethods()
           let http = method.GetCustomAttribute<HttpMethodAttribute>()
           where http is not null
           select new ClientMethod(method, http.Method.Method, http.Path),
    ];

    public string Operation => $"{Verb} {Path}";

    public Type? Body => Method.GetParameters().FirstOrDefault(parameter => parameter.GetCustomAttribute<BodyAttribute>() is not null)?.ParameterType;

    /// <summary>What is answered; null for nothing, or for what is read as it comes.</summary>
    public Type? Answer => Method.ReturnType.GenericTypeArguments.FirstOrDefault() is { } type && type != typeof(HttpResponseMessage) && type != typeof(string) ? type : null;

    public IEnumerable<string> Query =>
        from parameter in Method.GetParameters()
        where parameter.ParameterType != typeof(CancellationToken) && parameter.ParameterType != typeof(StreamPart)
        where parameter.GetCustomAttribute<BodyAttribute>() is null && parameter.GetCustomAttribute<HeaderAttribute>() is null
        let name = parameter.GetCustomAttribute<AliasAsAttribute>()?.Name ?? parameter.Name!
        where !Path.Contains($"{{{name}}}", StringComparison.Ordinal)
        select name;
}

using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>
/// A request's services with one difference: answers are written with the framework's own JSON settings, whatever the application has
/// made of them for its endpoints. The contract is the same in every application.
/// </summary>
internal sealed class GatewayJson(IServiceProvider services) : IKeyedServiceProvider
{
    private static readonly IOptions<JsonOptions> Own = Options.Create(new JsonOptions());

    public object? GetService(Type serviceType) => serviceType == typeof(IOptions<JsonOptions>) ? Own : services.GetService(serviceType);

    public object? GetKeyedService(Type serviceType, object? serviceKey) => Keyed.GetKeyedService(serviceType, serviceKey);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => Keyed.GetRequiredKeyedService(serviceType, serviceKey);

    private IKeyedServiceProvider Keyed => services as IKeyedServiceProvider ?? throw new InvalidOperationException("The application's container has no keyed services.");
}

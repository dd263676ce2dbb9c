namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds to the gateway in an application: what <c>AddWhatsAppGateway</c> returns.</summary>
public interface IWhatsAppGatewayBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }
}

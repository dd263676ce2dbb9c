using Microsoft.Extensions.DependencyInjection;

namespace WhatsAppKit.AspNetCore.Hosting;

internal sealed record GatewayBuilder(IServiceCollection Services) : IWhatsAppGatewayBuilder;

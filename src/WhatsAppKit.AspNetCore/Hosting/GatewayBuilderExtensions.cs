using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WhatsAppKit.AspNetCore.Embedding;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What an application may change of the gateway besides its settings.</summary>
public static class GatewayBuilderExtensions
{
    /// <summary>
    /// Configures the gateway's database context: its SQLite file, interceptors, time-outs, logging. Where no database is chosen here it
    /// is the one of the settings.
    /// </summary>
    public static IWhatsAppGatewayBuilder UseDatabase(this IWhatsAppGatewayBuilder builder, Action<DbContextOptionsBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.UseDatabase((_, options) => configure(options));
    }

    /// <summary>Configures the gateway's database context, with the application's services at hand.</summary>
    public static IWhatsAppGatewayBuilder UseDatabase(this IWhatsAppGatewayBuilder builder, Action<IServiceProvider, DbContextOptionsBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddSingleton(new DatabaseChoice(configure));
        return builder;
    }

    /// <summary>
    /// Describes the application's own failures as the gateway does its own, unknown paths included: as problem details with a code. For
    /// a program that is a gateway and little else; it takes <c>UseExceptionHandler</c> and <c>UseStatusCodePages</c> besides.
    /// </summary>
    public static IWhatsAppGatewayBuilder UseProblemDetails(this IWhatsAppGatewayBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails += Problems.AddCode);
        return builder;
    }

    /// <summary>Adds a handler of events. It is made anew for each event, in a scope of its own.</summary>
    public static IWhatsAppGatewayBuilder AddEventHandler<THandler>(this IWhatsAppGatewayBuilder builder)
        where THandler : class, IGatewayEventHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Scoped<IGatewayEventHandler, THandler>());
        return builder;
    }
}

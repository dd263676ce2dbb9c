using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>Which database the gateway uses, and how: as the application has chosen, else the SQLite file of the settings.</summary>
internal sealed class GatewayDatabase(IEnumerable<DatabaseChoice> choices, IOptions<WhatsAppGatewayOptions> settings, GatewaySecrets secrets)
{
    public void Configure(IServiceProvider services, DbContextOptionsBuilder options)
    {
        foreach (var choice in choices)
        {
            choice.Configure(services, options);
        }

        if (!options.Options.Extensions.Any(extension => extension.Info.IsDatabaseProvider))
        {
            options.UseSqlite(settings.Value.ConnectionString ?? new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(secrets.DataDirectory, "gateway.db"),
            }.ToString());
        }

        options.AddInterceptors(new DurableConnections(), services.GetRequiredService<EventCommits>());
    }
}

/// <summary>What an application wants of the gateway's database context.</summary>
internal sealed record DatabaseChoice(Action<IServiceProvider, DbContextOptionsBuilder> Configure);

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>Brings the database to the current schema before anything uses it.</summary>
internal sealed class DatabaseMigration(IDbContextFactory<GatewayDbContext> contexts) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);

        // Readers do not wait for the writer, and a commit that returned is on the disk.
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

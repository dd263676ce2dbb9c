using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.AspNetCore.Persistence;

/// <summary>Brings the database to the current schema, and makes sure the encryption key is its own, before anything uses it.</summary>
internal sealed class DatabaseMigration(IDbContextFactory<GatewayDbContext> contexts, RecordSealer sealer) : IHostedService
{
    private const int Samples = 64;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);

        // Migrating also compares the model with the latest migration, which takes a second at every start and is a test's work.
        if ((await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)).Any())
        {
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }

        // Readers do not wait for the writer, and a commit that returned is on the disk.
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken).ConfigureAwait(false);
        await CheckKeyAsync(context, cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>With another key every device would look unpaired or broken: better not to start. One damaged record is no reason.</summary>
    private async Task CheckKeyAsync(GatewayDbContext context, CancellationToken cancellationToken)
    {
        var records = await context.SessionRecords.AsNoTracking().Where(row => row.Kind == StoreKind.Credentials)
            .OrderBy(row => row.InstanceId).Take(Samples).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (records.Count > 0 && !records.Exists(Opens))
        {
            throw new CorruptStoreException(
                "The stored sessions do not open: WhatsAppGateway:Encryption:Key is not the key this database was written with. Nothing was changed.");
        }
    }

    private bool Opens(SessionRecordRow record)
    {
        try
        {
            sealer.Open(record.InstanceId, record.Kind, record.Key, record.Value);
            return true;
        }
        catch (CorruptStoreException)
        {
            return false;
        }
    }
}

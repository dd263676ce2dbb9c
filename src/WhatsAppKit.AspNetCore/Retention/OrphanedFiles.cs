using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Media;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Retention;

/// <summary>Deletes files that a process left behind when it ended between a file and its row.</summary>
internal sealed class OrphanedFiles(IDbContextFactory<GatewayDbContext> contexts, MediaFiles files, TimeProvider time, GatewayLogs logs)
{
    // What is being written has no row yet.
    private static readonly TimeSpan MinAge = TimeSpan.FromDays(1);

    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var instance in files.Instances())
        {
            var old = files.Names(instance, time.GetUtcNow() - MinAge).ToArray();
            foreach (var batch in old.Chunk(100))
            {
                await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
                var known = await context.Media.IgnoreQueryFilters().Where(row => row.InstanceId == instance && row.Key != null && batch.Contains(row.Id))
                    .Select(row => row.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
                foreach (var name in batch.Except(known))
                {
                    files.Delete(instance, name);
                    deleted++;
                }
            }
        }

        if (deleted > 0)
        {
            RetentionLog.OrphansDeleted(logs.Error, deleted);
        }
    }
}

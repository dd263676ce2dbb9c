using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Retention;

/// <summary>Does a long work a little at a time: each batch is a transaction of its own, with a pause before the next in which others write.</summary>
internal sealed class Batches(IDbContextFactory<GatewayDbContext> contexts, IOptions<WhatsAppGatewayOptions> options, TimeProvider time)
{
    /// <summary>How many rows a batch has at most.</summary>
    public int Size => options.Value.Retention.BatchSize;

    /// <summary>Goes on until a batch was not full.</summary>
    /// <param name="workAsync">Does one batch, and tells how many rows it had.</param>
    /// <param name="cancellationToken">Stops between two batches, or undoes the one that is under way.</param>
    /// <param name="committed">Called once a batch is in the database.</param>
    /// <returns>How many rows there were.</returns>
    public async Task<long> RunAsync(Func<GatewayDbContext, Task<int>> workAsync, CancellationToken cancellationToken, Action? committed = null)
    {
        var done = 0L;
        while (true)
        {
            int count;
            await using (var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                count = await workAsync(context).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }

            committed?.Invoke();
            done += count;
            if (count < Size)
            {
                return done;
            }

            await Task.Delay(options.Value.Retention.Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}

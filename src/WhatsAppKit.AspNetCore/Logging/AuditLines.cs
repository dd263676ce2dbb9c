using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Logging;

/// <summary>Writes audit entries to the log too, when they are committed and not before: a line never tells what did not happen.</summary>
internal sealed partial class AuditLines : ISaveChangesInterceptor, IDbTransactionInterceptor
{
    public static AuditLines Instance { get; } = new();

    public ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { Database.CurrentTransaction: null } context)
        {
            Write(context);
        }

        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } context)
        {
            Write(context);
        }

        return Task.CompletedTask;
    }

    private static void Write(DbContext context)
    {
        var written = context.ChangeTracker.Entries<AuditEntry>().Where(entry => entry.State == EntityState.Unchanged).ToArray();
        if (written.Length == 0)
        {
            return;
        }

        var logger = context.GetService<ILoggerFactory>().CreateLogger(LogCategories.Audit);
        foreach (var entry in written)
        {
            var row = entry.Entity;
            Recorded(logger, row.Action, row.TargetId, row.ActorId, row.SubscriptionId, row.Address);

            // Once is enough, whatever else this context commits.
            entry.State = EntityState.Detached;
        }
    }

    // What the entry's detail says stays in the database: it may name people.
    [LoggerMessage(6360, LogLevel.Information, "{Action} of {Target} by {Actor} in subscription {Subscription}, from {Address}")]
    private static partial void Recorded(ILogger logger, string action, string target, string? actor, string subscription, string? address);
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using WhatsAppKit.AspNetCore.Metrics;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Audit;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Turns acts of the audit trail into events of the same transaction, and tells of events once they are committed.</summary>
internal sealed class EventCommits(EventLog log, EventSignal signal, GatewayMetrics metrics) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    // Anybody can fail to log in, as often as they like.
    private static readonly string[] Untold = [AuditActions.LoginFailed];

    private static readonly string[] AboutUsers = ["user", "login", "password"];

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is GatewayDbContext context)
        {
            Note(context);
        }

        return new(result);
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is GatewayDbContext { Database.CurrentTransaction: null } context)
        {
            Tell(context);
        }

        return new(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is GatewayDbContext context)
        {
            Tell(context);
        }

        return Task.CompletedTask;
    }

    private void Note(GatewayDbContext context)
    {
        foreach (var act in context.ChangeTracker.Entries<AuditEntry>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity).ToArray())
        {
            if (!Untold.Contains(act.Action))
            {
                var type = AboutUsers.Contains(act.Action.Split('.', 2)[0]) ? EventTypes.UserAction : EventTypes.SystemAction;
                log.Append(context, act.SubscriptionId, null, type, new ActionData(act.Action, act.ActorId, act.TargetId));
            }
        }

        foreach (var happened in context.ChangeTracker.Entries<StoredEvent>().Where(entry => entry.State == EntityState.Added))
        {
            context.Happened.Add(happened.Entity.SubscriptionId);
            context.HappenedTypes.Add(happened.Entity.Type);
        }
    }

    private void Tell(GatewayDbContext context)
    {
        foreach (var subscription in context.Happened)
        {
            signal.Raise(subscription);
        }

        foreach (var type in context.HappenedTypes)
        {
            metrics.Happened(type);
        }

        context.Happened.Clear();
        context.HappenedTypes.Clear();
    }
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Stats;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>
/// Writes down where an instance's connection stands: its number, what it must not do after a restart, and the event of what users see
/// of it. Then it tells the rest of the gateway.
/// </summary>
internal sealed class ConnectionRecorder(IDbContextFactory<GatewayDbContext> contexts, EventLog events, ConnectionTimes times, ConnectionFeed feed)
{
    private readonly ConcurrentDictionary<string, ConnectionData> _told = new();

    /// <summary>Records a status.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="status">Its status.</param>
    /// <param name="isCurrent">False when it has another one by now.</param>
    public async Task RecordAsync(InstanceRef instance, ConnectionStatus status, bool isCurrent)
    {
        await using (var context = await contexts.CreateDbContextAsync().ConfigureAwait(false))
        {
            await using var transaction = await context.Database.BeginTransactionAsync().ConfigureAwait(false);
            var row = context.Instances.IgnoreQueryFilters().Where(row => row.Id == instance.InstanceId);
            if (NeedsAPerson(status.State) && isCurrent)
            {
                await row.ExecuteUpdateAsync(set => set.SetProperty(each => each.IsWanted, false)).ConfigureAwait(false);
            }

            if (status.PhoneJid is not null || status.State == ConnectionState.LoggedOut)
            {
                var phone = status.PhoneJid?.User;
                await row.ExecuteUpdateAsync(set => set.SetProperty(each => each.Phone, phone)).ConfigureAwait(false);
            }

            if (await row.AnyAsync().ConfigureAwait(false))
            {
                Tell(context, instance, status);
                await times.NoteAsync(context, instance, status.State).ConfigureAwait(false);
            }

            await context.SaveChangesAsync().ConfigureAwait(false);
            await transaction.CommitAsync().ConfigureAwait(false);
        }

        await feed.TellAsync(instance, status).ConfigureAwait(false);
    }

    /// <summary>Forgets an instance that is no more.</summary>
    public void Forget(InstanceRef instance)
    {
        _told.TryRemove(instance.InstanceId, out _);
        times.Forget(instance);
    }

    /// <summary>One event for each change that users can see; the time of the next attempt alone is none.</summary>
    private void Tell(GatewayDbContext context, InstanceRef instance, ConnectionStatus status)
    {
        var data = new ConnectionData(PublicStatus.Of(status.State), status.PhoneJid?.User, status.Error, status.RetryAt, PublicStatus.Awaits(status));
        var isNews = !_told.TryGetValue(instance.InstanceId, out var before) || before with { RetryAt = data.RetryAt } != data;
        _told[instance.InstanceId] = data;
        if (isNews)
        {
            events.Append(context, instance, EventTypes.ConnectionChanged, data);
        }
    }

    /// <summary>What only a person can mend must not start by itself after a restart.</summary>
    private static bool NeedsAPerson(ConnectionState state) =>
        state is ConnectionState.ForceDisconnected or ConnectionState.LoggedOut or ConnectionState.Replaced or ConnectionState.ClientOutdated;
}

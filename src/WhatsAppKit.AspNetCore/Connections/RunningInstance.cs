using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>A client at work, and the row that remembers its number and whether it should be up after a restart.</summary>
internal sealed class RunningInstance : IAsyncDisposable
{
    private readonly InstanceRef _instance;
    private readonly IDbContextFactory<GatewayDbContext> _contexts;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _logger;
    private readonly EventSubscription _events;
    private readonly Task _watching;

    public RunningInstance(
        WhatsAppClient client,
        InstanceRef instance,
        IDbContextFactory<GatewayDbContext> contexts,
        IHostApplicationLifetime lifetime,
        ILoggerFactory loggers)
    {
        Client = client;
        _instance = instance;
        _contexts = contexts;
        _lifetime = lifetime;
        _logger = loggers.CreateLogger<RunningInstance>();
        _events = client.Subscribe();
        _watching = WatchAsync();
    }

    public WhatsAppClient Client { get; }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        _events.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            await foreach (var happened in _events.ReadAllAsync().ConfigureAwait(false))
            {
                if (happened is ConnectionChanged { Status: var status } && !_lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    await RememberAsync(status).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (error is SubscriberLaggedException or DbUpdateException)
        {
            ConnectionsLog.WatchFailed(_logger, _instance.InstanceId, error);
        }
    }

    private async Task RememberAsync(ConnectionStatus status)
    {
        // What only a person can mend must not start by itself after a restart.
        var isWanted = status.State is not (ConnectionState.ForceDisconnected or ConnectionState.LoggedOut or ConnectionState.Replaced
            or ConnectionState.Disconnected or ConnectionState.ClientOutdated);
        var phone = status.PhoneJid?.User;
        await using var context = await _contexts.CreateDbContextAsync().ConfigureAwait(false);
        await context.Instances.IgnoreQueryFilters().Where(row => row.Id == _instance.InstanceId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.IsWanted, isWanted).SetProperty(row => row.Phone, phone)).ConfigureAwait(false);
    }
}

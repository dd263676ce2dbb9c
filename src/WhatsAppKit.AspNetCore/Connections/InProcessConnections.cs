using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>Runs every instance in this process, and resumes those that should be up when the host has started.</summary>
internal sealed class InProcessConnections(
    IDbContextFactory<GatewayDbContext> contexts,
    RecordSealer sealer,
    IOptions<WhatsAppGatewayOptions> options,
    TimeProvider time,
    ILoggerFactory loggers,
    IHostApplicationLifetime lifetime) : IInstanceConnections, IHostedLifecycleService, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RunningInstance> _running = new();

    public Task ConnectAsync(InstanceRef instance, CancellationToken cancellationToken) => Running(instance).Client.ConnectAsync(cancellationToken);

    public async Task DisconnectAsync(InstanceRef instance, CancellationToken cancellationToken)
    {
        if (_running.TryGetValue(instance.InstanceId, out var running))
        {
            await running.Client.DisconnectAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task RemoveAsync(InstanceRef instance, CancellationToken cancellationToken)
    {
        if (_running.TryRemove(instance.InstanceId, out var running))
        {
            await running.DisposeAsync().ConfigureAwait(false);
        }
    }

    public ConnectionStatus GetStatus(InstanceRef instance) =>
        _running.TryGetValue(instance.InstanceId, out var running)
            ? running.Client.Status
            : new ConnectionStatus { State = ConnectionState.Disconnected, Since = time.GetUtcNow() };

    public string CreateMessageId(InstanceRef instance) => Connected(instance).Messages.CreateId();

    public Task<SentMessage> SendTextAsync(InstanceRef instance, Jid to, string text, string id, CancellationToken cancellationToken) =>
        Connected(instance).Messages.SendTextAsync(to, text, id, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Resumes once the host listens: its own sandbox may be what the instances connect to.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var wanted = await context.Instances.IgnoreQueryFilters().Where(row => row.IsWanted)
            .Select(row => new InstanceRef(row.SubscriptionId, row.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var instance in wanted)
        {
            await Running(instance).Client.ResumeAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_running.Values.Select(running => running.Client.DisconnectAsync(cancellationToken)));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var running in _running.Values)
        {
            await running.DisposeAsync().ConfigureAwait(false);
        }
    }

    private WhatsAppClient Connected(InstanceRef instance) =>
        _running.TryGetValue(instance.InstanceId, out var running) && running.Client.Status.State == ConnectionState.Connected
            ? running.Client
            : throw new WhatsAppNotConnectedException();

    private RunningInstance Running(InstanceRef instance)
    {
        // Two callers may both make one; only the kept one is ever used, and the other holds nothing.
        return _running.GetOrAdd(instance.InstanceId, _ => new RunningInstance(
            new WhatsAppClient(ClientOptions(), new EfSessionStore(contexts, sealer, instance, time), loggers), instance, contexts, lifetime, loggers));
    }

    private WhatsAppClientOptions ClientOptions() => new()
    {
        Endpoint = options.Value.WhatsApp.EndpointSource?.Invoke() ?? new Uri(options.Value.WhatsApp.Endpoint),
        TrustedRootKey = Convert.FromHexString(options.Value.WhatsApp.TrustedRootKey),
        Media = new MediaOptions { TrustedCertificates = options.Value.WhatsApp.TrustedMediaCertificate },
        TimeProvider = time,
    };
}

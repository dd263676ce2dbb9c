using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Media;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Connections;

/// <summary>Runs every instance in this process, and resumes those that should be up when the host has started.</summary>
internal sealed class InProcessConnections(
    IDbContextFactory<GatewayDbContext> contexts,
    RecordSealer sealer,
    IThumbnailer thumbnailer,
    IOptions<WhatsAppGatewayOptions> options,
    TimeProvider time,
    InstanceMetrics metrics,
    MessageKinds kinds,
    MessageOutbox outbox,
    ConnectionRecorder recorder,
    EventLog events,
    GatewayLogs logs,
    ILoggerFactory loggers) : IInstanceConnections, IHostedLifecycleService, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<RunningInstance>> _running = new();

    public async Task ConnectAsync(InstanceRef instance, CancellationToken cancellationToken)
    {
        if (GetStatus(instance).State == ConnectionState.LoggedOut)
        {
            // What the session of the old account knew must not meet the next one.
            await ForgetAsync(instance, cancellationToken).ConfigureAwait(false);
        }

        await Running(instance).ConnectAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task DisconnectAsync(InstanceRef instance, CancellationToken cancellationToken)
    {
        if (_running.TryGetValue(instance.InstanceId, out var running))
        {
            await running.Value.Client.DisconnectAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task RemoveAsync(InstanceRef instance, CancellationToken cancellationToken)
    {
        if (_running.TryRemove(instance.InstanceId, out var running))
        {
            await running.Value.DisposeAsync().ConfigureAwait(false);
        }

        recorder.Forget(instance);
    }

    public async Task LogOutAsync(InstanceRef instance, CancellationToken cancellationToken)
    {
        await Connected(instance).LogoutAsync(cancellationToken).ConfigureAwait(false);

        // From here on nothing may be left half done.
        await ForgetAsync(instance, CancellationToken.None).ConfigureAwait(false);
        Running(instance).BeLoggedOut();
    }

    public ConnectionStatus GetStatus(InstanceRef instance) =>
        _running.TryGetValue(instance.InstanceId, out var running)
            ? running.Value.Status
            : new ConnectionStatus { State = ConnectionState.Disconnected, Since = time.GetUtcNow() };

    public Task<SentMessage> SendAsync(InstanceRef instance, QueuedMessage message, CancellationToken cancellationToken) =>
        kinds[message.Kind].SendAsync(Connected(instance), message, cancellationToken);

    public Task<TAnswer> AskAsync<TRequest, TAnswer>(
        InstanceRef instance, InstanceOperation<TRequest, TAnswer> operation, TRequest request, CancellationToken cancellationToken) =>
        operation.Run(operation.NeedsConnection ? Connected(instance) : Begun(instance), request, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        metrics.Instances = () => _running.Values.Where(running => running.IsValueCreated).Select(running => running.Value.Status.State);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Resumes once the host listens: its own sandbox may be what the instances connect to.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var wanted = await context.Instances.IgnoreQueryFilters().Where(row => row.IsWanted)
            .Select(row => new InstanceRef(row.SubscriptionId, row.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var instance in wanted)
        {
            await ResumeAsync(instance, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_running.Values.Select(running => running.Value.Client.DisconnectAsync(cancellationToken)));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>No request comes any more, and the services that the instances use are still there.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask().WaitAsync(cancellationToken);

    /// <summary>May be called more than once: the container disposes this object under each name it is known by.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var id in _running.Keys)
        {
            if (_running.TryRemove(id, out var running))
            {
                await running.Value.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private WhatsAppClient Connected(InstanceRef instance) =>
        _running.TryGetValue(instance.InstanceId, out var running) && running.Value.Status.State == ConnectionState.Connected
            ? running.Value.Client
            : throw new WhatsAppNotConnectedException();

    /// <summary>A client that connects or is connected: it may be asked what belongs to pairing.</summary>
    private WhatsAppClient Begun(InstanceRef instance) =>
        _running.TryGetValue(instance.InstanceId, out var running) ? running.Value.Client : throw new WhatsAppNotConnectedException();

    /// <summary>Ends the client and deletes everything its session has stored.</summary>
    private async Task ForgetAsync(InstanceRef instance, CancellationToken cancellationToken)
    {
        await RemoveAsync(instance, cancellationToken).ConfigureAwait(false);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await context.SessionRecords.Where(row => row.InstanceId == instance.InstanceId).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await context.Instances.IgnoreQueryFilters().Where(row => row.Id == instance.InstanceId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Phone, (string?)null), cancellationToken).ConfigureAwait(false);

        // The next account must not send what this one was to.
        await outbox.AbandonAsync(
            instance, ProblemCodes.MessageAbandoned, "The instance was unlinked from its account.", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One instance that does not come up must not keep the others, or the host, from starting.</summary>
    private async Task ResumeAsync(InstanceRef instance, CancellationToken cancellationToken)
    {
        try
        {
            await Running(instance).ResumeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is WhatsAppException or DbException)
        {
            ConnectionsLog.NotResumed(logs.Error, instance.InstanceId, error);
        }
    }

    // Lazy: of two callers at once only one makes a client.
    private RunningInstance Running(InstanceRef instance) =>
        _running.GetOrAdd(instance.InstanceId, _ => new Lazy<RunningInstance>(() => Create(instance))).Value;

    private RunningInstance Create(InstanceRef instance)
    {
        metrics.Begin();
        return new RunningInstance(
            new WhatsAppClient(ClientOptions(), new EfSessionStore(contexts, sealer, events, instance, time), loggers),
            instance,
            recorder,
            time,
            logs);
    }

    private WhatsAppClientOptions ClientOptions() => new()
    {
        Endpoint = options.Value.WhatsApp.EndpointSource?.Invoke() ?? new Uri(options.Value.WhatsApp.Endpoint),
        TrustedRootKey = Convert.FromHexString(options.Value.WhatsApp.TrustedRootKey),
        Media = new MediaOptions { TrustedCertificates = options.Value.WhatsApp.TrustedMediaCertificate, Thumbnailer = thumbnailer },
        TimeProvider = time,
    };
}

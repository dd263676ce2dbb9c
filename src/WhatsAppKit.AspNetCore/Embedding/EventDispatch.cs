using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Embedding;

/// <summary>Hands stored events to the application's handlers, in order, and remembers how far it has come.</summary>
internal sealed class EventDispatch(
    IServiceScopeFactory scopes,
    EventReader events,
    EventSignal signal,
    IServiceProviderIsService registered,
    TimeProvider time,
    GatewayLogs logs) : BackgroundService, IEventConsumer
{
    private const string Reader = "handlers";
    private const int Batch = 100;
    private const long NotBegun = -1;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _news = new(0, 1);
    private long _place = NotBegun;

    public long? Place => !registered.IsService(typeof(IGatewayEventHandler)) ? long.MaxValue
        : Volatile.Read(ref _place) is var place and not NotBegun ? place
        : null;

    public override void Dispose()
    {
        _news.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!registered.IsService(typeof(IGatewayEventHandler)))
        {
            return;
        }

        signal.Raised += OnRaised;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await RunAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        finally
        {
            signal.Raised -= OnRaised;
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            // An application that has no handlers yet is not told of all that ever happened.
            var place = await events.PlaceAsync(Reader, stoppingToken).ConfigureAwait(false);
            while (true)
            {
                Volatile.Write(ref _place, place);
                var next = await events.NextAsync(place, Batch, stoppingToken).ConfigureAwait(false);
                foreach (var (sequence, subscription, happened) in next)
                {
                    await TellAsync(subscription, happened, stoppingToken).ConfigureAwait(false);
                    place = sequence;
                }

                if (next.Count > 0)
                {
                    await events.KeepPlaceAsync(Reader, place, CancellationToken.None).ConfigureAwait(false);
                }
                else
                {
                    await _news.WaitAsync(stoppingToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            EmbeddingLog.EventsNotRead(logs.Error, error);
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(false);
        }
    }

    private void OnRaised(string subscriptionId)
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is known already.
        }
    }

    private async Task TellAsync(string subscriptionId, GatewayEvent happened, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);
        foreach (var handler in scope.ServiceProvider.GetServices<IGatewayEventHandler>())
        {
            try
            {
                await handler.HandleAsync(subscriptionId, happened, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                // The handler is the application's: whatever it throws must not end the telling to others.
                EmbeddingLog.HandlerFailed(logs.Error, handler.GetType().Name, happened.Type, error);
            }
        }
    }
}

using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Embedding;

/// <summary>
/// Hands what happens at instances to the application's handlers, behind those who tell it: a slow handler must not keep an instance from
/// its work. Whoever feeds it calls <see cref="Offer"/>; nothing else knows of handlers.
/// </summary>
internal sealed class EventDispatch(
    IServiceScopeFactory scopes, IDbContextFactory<GatewayDbContext> contexts, IServiceProviderIsService registered, ILogger<EventDispatch> logger) : BackgroundService
{
    private const int MaxWaiting = 10_000;

    private readonly Channel<(InstanceRef Instance, WhatsAppEvent Happened)> _waiting =
        Channel.CreateBounded<(InstanceRef, WhatsAppEvent)>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    private readonly bool _hasHandlers = registered.IsService(typeof(IGatewayEventHandler));

    /// <summary>Takes an event that is durable by now, and returns at once.</summary>
    public void Offer(InstanceRef instance, WhatsAppEvent happened)
    {
        if (_hasHandlers && happened is ConnectionChanged or MessageReceived { FromMe: false } or ReceiptReceived && !_waiting.Writer.TryWrite((instance, happened)))
        {
            EmbeddingLog.EventNotTold(logger, instance.InstanceId, happened.GetType().Name);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (instance, happened) in _waiting.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                foreach (var told in await TranslateAsync(instance, happened, stoppingToken).ConfigureAwait(false))
                {
                    await TellAsync(told, stoppingToken).ConfigureAwait(false);
                }
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                // The rows cannot be read now: those behind may fare better.
                EmbeddingLog.EventNotRead(logger, instance.InstanceId, happened.GetType().Name, error);
            }
        }
    }

    private async Task<IReadOnlyList<GatewayEvent>> TranslateAsync(InstanceRef instance, WhatsAppEvent happened, CancellationToken cancellationToken)
    {
        var reference = new InstanceReference(instance.SubscriptionId, instance.InstanceId);
        return happened switch
        {
            ConnectionChanged changed => PublicStatus.Of(changed.Status.State) is var now && PublicStatus.Of(changed.Previous) is var before && now != before
                ? [new InstanceStatusChanged(reference, changed.Status.Since, now, before, changed.Reason)]
                : [],
            MessageReceived message => [.. (await RowsAsync(instance, [message.Id], isOutgoing: false, cancellationToken).ConfigureAwait(false))
                .Where(row => row.Chat == message.Chat.ToString())
                .Select(row => new MessageArrived(reference, row.Timestamp, MessageMapping.ToContract(row)))],
            ReceiptReceived receipt => [.. (await RowsAsync(instance, receipt.Ids, isOutgoing: true, cancellationToken).ConfigureAwait(false))
                .Select(MessageMapping.ToContract).Where(row => row.Status == Words.Of(receipt.Kind))
                .Select(row => new MessageStatusChanged(reference, receipt.Timestamp, row))],
            _ => [],
        };
    }

    private async Task<List<StoredMessage>> RowsAsync(InstanceRef instance, IReadOnlyList<string> ids, bool isOutgoing, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Messages.IgnoreQueryFilters().AsNoTracking()
            .Where(row => row.InstanceId == instance.InstanceId && row.IsOutgoing == isOutgoing && ids.Contains(row.MessageId))
            .OrderBy(row => row.Sequence).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task TellAsync(GatewayEvent happened, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);
        foreach (var handler in scope.ServiceProvider.GetServices<IGatewayEventHandler>())
        {
            try
            {
                await handler.HandleAsync(happened, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                // The handler is the application's: whatever it throws must not end the telling to others.
                EmbeddingLog.HandlerFailed(logger, handler.GetType().Name, happened.GetType().Name, error);
            }
        }
    }
}

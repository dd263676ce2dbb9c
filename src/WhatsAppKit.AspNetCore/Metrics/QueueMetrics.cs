using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Persistence;

namespace WhatsAppKit.AspNetCore.Metrics;

/// <summary>What waits.</summary>
/// <param name="Messages">Messages that are to be sent, now or later.</param>
/// <param name="OldestMessage">How long the oldest one that is due has been so.</param>
/// <param name="Deliveries">Deliveries to webhooks that are to be made.</param>
/// <param name="OldestDelivery">How long the oldest one that is due has been so.</param>
internal sealed record QueueLoad(long Messages, TimeSpan OldestMessage, long Deliveries, TimeSpan OldestDelivery);

/// <summary>
/// Tells how much waits. The tables are asked every few seconds while somebody measures, and not when a gauge is read: that cannot wait
/// for a database.
/// </summary>
internal sealed class QueueMetrics : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly IDbContextFactory<GatewayDbContext> _contexts;
    private readonly GatewayLogs _logs;
    private readonly TimeProvider _time;
    private readonly ObservableGauge<long> _messages;
    private volatile QueueLoad _load = new(0, TimeSpan.Zero, 0, TimeSpan.Zero);

    public QueueMetrics(IDbContextFactory<GatewayDbContext> contexts, IMeterFactory meters, GatewayLogs logs, TimeProvider time)
    {
        (_contexts, _logs, _time) = (contexts, logs, time);
        var meter = meters.Create(InstanceMetrics.MeterName);
        _messages = meter.CreateObservableGauge("whatsappkit.queue.messages", () => _load.Messages, "{message}", "Messages that wait to be sent.");
        meter.CreateObservableGauge("whatsappkit.queue.age", () => _load.OldestMessage.TotalSeconds, "s", "How long the oldest message that is due has waited.");
        meter.CreateObservableGauge("whatsappkit.webhooks.queue.deliveries", () => _load.Deliveries, "{delivery}", "Deliveries to webhooks that wait.");
        meter.CreateObservableGauge("whatsappkit.webhooks.queue.age", () => _load.OldestDelivery.TotalSeconds, "s", "How long the oldest delivery that is due has waited.");
    }

    /// <summary>Asks the tables, and shows what they say from now on.</summary>
    public async Task<QueueLoad> RefreshAsync(CancellationToken cancellationToken)
    {
        var now = StoredTime.Now(_time);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var messages = context.Messages.IgnoreQueryFilters().AsNoTracking().Where(row => row.DueAt != null).Select(row => row.DueAt);
        var deliveries = context.WebhookDeliveries.IgnoreQueryFilters().AsNoTracking().Where(row => row.DueAt != null).Select(row => row.DueAt);
        return _load = new QueueLoad(
            await messages.LongCountAsync(cancellationToken).ConfigureAwait(false),
            await AgeAsync(messages, now, cancellationToken).ConfigureAwait(false),
            await deliveries.LongCountAsync(cancellationToken).ConfigureAwait(false),
            await AgeAsync(deliveries, now, cancellationToken).ConfigureAwait(false));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                if (_messages.Enabled)
                {
                    await RefreshAsync(stoppingToken).ConfigureAwait(false);
                }
            }
            catch (DbException error)
            {
                HostingLog.DatabaseUnreachable(_logs.Error, error);
            }
        }
    }

    private static async Task<TimeSpan> AgeAsync(IQueryable<DateTimeOffset?> due, DateTimeOffset now, CancellationToken cancellationToken) =>
        await due.OrderBy(at => at).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) is { } oldest && oldest < now ? now - oldest : TimeSpan.Zero;
}

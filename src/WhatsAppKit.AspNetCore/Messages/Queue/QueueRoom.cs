using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.Subscriptions;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>Bounds what waits to be sent: an instance that is away for days fills no disk, and slows nobody's queue.</summary>
internal static class QueueRoom
{
    private static readonly TimeSpan ComeBack = TimeSpan.FromMinutes(1);

    /// <summary>How many more messages the queue of an instance takes, within the transaction that then stores them.</summary>
    public static async Task<Allowance> ForAsync(
        GatewayDbContext context, string instanceId, int limit, int wanted, CancellationToken cancellationToken)
    {
        var room = limit - await Waiting(context, instanceId).Take(limit).CountAsync(cancellationToken).ConfigureAwait(false);
        return room >= wanted ? new(wanted, null) : new(room, Full(limit));
    }

    /// <summary>What waits: never more is counted than may.</summary>
    internal static IQueryable<string> Waiting(GatewayDbContext context, string instanceId) =>
        context.Messages.IgnoreQueryFilters().Where(row => row.InstanceId == instanceId && row.DueAt != null).Select(row => row.Chat).Order();

    private static GatewayException Full(int limit) =>
        new(StatusCodes.Status429TooManyRequests, ProblemCodes.QueueLimit, $"{limit} messages of the instance wait to be sent.")
        {
            RetryAfter = ComeBack,
        };
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>
/// Limits how many people an instance writes to out of the blue in a day: WhatsApp restricts accounts for that before anything else.
/// Keys and people of a subscription cannot change it.
/// </summary>
internal sealed class NewChats(IDbContextFactory<GatewayDbContext> contexts, RateCounts counts, IOptions<WhatsAppGatewayOptions> options)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Counts a message that is about to be accepted, when nobody has written in its chat before.</summary>
    /// <exception cref="GatewayException">429: the day's limit is reached.</exception>
    public async Task CountAsync(InstanceRef instance, Jid chat, CancellationToken cancellationToken)
    {
        if ((!chat.IsPhoneNumber && !chat.IsLid) || await IsKnownAsync(instance, chat.ToString(), cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var limit = options.Value.Sending.NewChatsPerDay;
        await counts.RequireAsync(
            new RateLimited("new-chats", instance.InstanceId, limit, Day), ProblemCodes.NewChatLimit,
            $"The instance has begun its {limit} new chats of the day. Chats that exist are not limited.", cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsKnownAsync(InstanceRef instance, string chat, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Messages.IgnoreQueryFilters()
            .AnyAsync(row => row.InstanceId == instance.InstanceId && (row.Chat == chat || row.ChatAlternate == chat), cancellationToken).ConfigureAwait(false);
    }
}

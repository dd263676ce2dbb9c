using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.AspNetCore.Messages.Receiving;

/// <summary>What was done from here shows on the row as what arrives does: the server tells the account's other devices, not this one.</summary>
internal sealed class OwnActions(IDbContextFactory<GatewayDbContext> contexts, BodySealer bodies, EventLog events)
{
    private readonly MessageChanges _changes = new(bodies, events);

    /// <summary>WhatsApp has accepted it: it is noted whatever the caller does meanwhile.</summary>
    public async Task ApplyAsync(StoredMessage target, ChatEvent happened, SentMessage sent, ConnectionStatus own)
    {
        var told = happened with { Chat = sent.To, Sender = own.PhoneJid ?? sent.Sender, FromMe = true, Timestamp = sent.Timestamp };
        await using var context = await contexts.CreateDbContextAsync().ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync().ConfigureAwait(false);
        if (await context.Messages.IgnoreQueryFilters().FirstOrDefaultAsync(row => row.Sequence == target.Sequence).ConfigureAwait(false) is { } row)
        {
            await _changes.ApplyAsync(context, row, told, CancellationToken.None).ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
    }
}

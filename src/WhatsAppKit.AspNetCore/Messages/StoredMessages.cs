using Microsoft.EntityFrameworkCore;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Finds the rows of messages that requests name, and tells what those rows say.</summary>
internal sealed class StoredMessages(IDbContextFactory<GatewayDbContext> contexts, BodySealer bodies)
{
    private const int MaxIdLength = 128;

    /// <summary>The message with that id, in that chat where one is named.</summary>
    /// <exception cref="GatewayException">404 when there is none; 400 when two chats have one and none is named.</exception>
    public async Task<StoredMessage> RequireAsync(TenantContext tenant, string id, string? chat, CancellationToken cancellationToken)
    {
        var jid = chat is null ? (Jid?)null : Recipient.Parse(chat, "chat");
        var rows = await FindAsync(tenant, id, jid, cancellationToken).ConfigureAwait(false);
        return Single(rows, "chat") ?? throw GatewayException.NotFound();
    }

    /// <summary>The message that a field of a request names.</summary>
    /// <exception cref="GatewayException">400, naming the field, when there is none; naming the chat's when two chats have one.</exception>
    public async Task<StoredMessage> NamedAsync(
        TenantContext tenant, string? id, string field, Jid? chat, string chatField, CancellationToken cancellationToken)
    {
        var rows = id is { Length: >= 1 and <= MaxIdLength } ? await FindAsync(tenant, id, chat, cancellationToken).ConfigureAwait(false) : [];
        return Single(rows, chatField) ?? throw GatewayException.Invalid(field, "The id of a message of this instance, in this chat, is needed.");
    }

    /// <summary>A row by its number, for sending from a row that was checked when it was stored.</summary>
    public async Task<StoredMessage> BySequenceAsync(string instanceId, long sequence, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await context.Messages.IgnoreQueryFilters().AsNoTracking()
            .SingleAsync(row => row.InstanceId == instanceId && row.Sequence == sequence, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The row of a message that was sent from here.</summary>
    public async Task<StoredMessage> OutgoingAsync(string instanceId, string messageId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await Outgoing(context, instanceId, messageId).AsNoTracking().FirstAsync(cancellationToken).ConfigureAwait(false);
    }

    public StoredBody? Body(StoredMessage row) => bodies.Open(row);

    /// <summary>What names a row's message to WhatsApp.</summary>
    public static MessageReference Reference(StoredMessage row, Jid chat, ConnectionStatus own) =>
        new(chat, row.MessageId, Sender(row, chat, own), row.IsOutgoing) { ServerId = row.ServerId };

    /// <summary>The account, as a chat knows it.</summary>
    public static Jid Own(Jid chat, ConnectionStatus own) =>
        (chat.IsPhoneNumber ? own.PhoneJid : own.LidJid ?? own.PhoneJid)?.ToUser() ?? throw new WhatsAppNotConnectedException();

    /// <summary>Every address under which rows may have a chat: a person has a number and a LID.</summary>
    public static async Task<IReadOnlyList<string>> AliasesAsync(
        GatewayDbContext context, string instanceId, Jid chat, CancellationToken cancellationToken)
    {
        var name = chat.ToString();
        var other = await Alternate(context, instanceId, name).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false)
            ?? await Named(context, instanceId, name).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return other is null || other == name ? [name] : [name, other];
    }

    /// <summary>The other address of a chat by its rows, the latest first.</summary>
    internal static IQueryable<string?> Alternate(GatewayDbContext context, string instanceId, string name) =>
        context.Messages.Where(row => row.InstanceId == instanceId && row.Chat == name && row.ChatAlternate != null)
            .OrderByDescending(row => row.Sequence).Select(row => row.ChatAlternate);

    /// <summary>The address of a chat by rows that have this one as its other, the latest first.</summary>
    internal static IQueryable<string> Named(GatewayDbContext context, string instanceId, string name) =>
        context.Messages.Where(row => row.InstanceId == instanceId && row.ChatAlternate == name).OrderByDescending(row => row.Sequence).Select(row => row.Chat);

    /// <summary>Notes what a row says since it was stored: with its file's address, once that is uploaded.</summary>
    public async Task SetBodyAsync(string instanceId, string messageId, StoredBody body, CancellationToken cancellationToken)
    {
        var sealedBody = bodies.Seal(instanceId, messageId, body);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await Outgoing(context, instanceId, messageId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Body, sealedBody), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Notes the number that a channel gave a message.</summary>
    public async Task SetServerIdAsync(string instanceId, string messageId, long serverId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await Outgoing(context, instanceId, messageId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ServerId, serverId), cancellationToken).ConfigureAwait(false);
    }

    private static IQueryable<StoredMessage> Outgoing(GatewayDbContext context, string instanceId, string messageId) =>
        context.Messages.IgnoreQueryFilters().Where(row => row.InstanceId == instanceId && row.MessageId == messageId && row.IsOutgoing);

    private static Jid Sender(StoredMessage row, Jid chat, ConnectionStatus own) =>
        Jid.TryParse(row.Sender, out var sender) ? sender : Own(chat, own);

    private static StoredMessage? Single(List<StoredMessage> rows, string chatField) => rows.Count <= 1
        ? rows.FirstOrDefault()
        : throw GatewayException.Invalid(chatField, "Several chats have a message with that id: name the chat.");

    private async Task<List<StoredMessage>> FindAsync(TenantContext tenant, string id, Jid? chat, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateAsync(tenant, cancellationToken).ConfigureAwait(false);
        var rows = await context.Messages.AsNoTracking().Where(row => row.InstanceId == tenant.InstanceId && row.MessageId == id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (chat is not { } named || rows.Count == 0)
        {
            return rows;
        }

        var aliases = await AliasesAsync(context, tenant.InstanceId!, named, cancellationToken).ConfigureAwait(false);
        return rows.FindAll(row => aliases.Contains(row.Chat) || (row.ChatAlternate is { } other && aliases.Contains(other)));
    }
}

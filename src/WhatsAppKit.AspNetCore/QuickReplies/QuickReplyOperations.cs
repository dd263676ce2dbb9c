using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Contracts.QuickReplies;
using WhatsAppKit.Core;
using WhatsAppKit.Core.AppState;

namespace WhatsAppKit.AspNetCore.QuickReplies;

/// <summary>What instances are asked about quick replies.</summary>
internal static class QuickReplyOperations
{
    public static readonly InstanceOperation<Nothing, IReadOnlyList<QuickReplyResponse>> List = new(
        "quick-replies.list",
        async (client, _, cancellationToken) => [.. (await client.QuickReplies.ListAsync(cancellationToken).ConfigureAwait(false)).Select(ToResponse)]);

    public static readonly InstanceOperation<QuickReplyToCreate, QuickReplyResponse> Create = new(
        "quick-replies.create",
        async (client, reply, cancellationToken) => ToResponse(
            await client.QuickReplies.CreateAsync(reply.Shortcut, reply.Message, reply.Keywords, cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<QuickReplyResponse, Found<QuickReplyResponse>> Save = new(
        "quick-replies.save",
        async (client, wanted, cancellationToken) =>
        {
            if (!await ExistsAsync(client, wanted.Id, cancellationToken).ConfigureAwait(false))
            {
                return new(null);
            }

            await client.QuickReplies.SaveAsync(new QuickReply(wanted.Id, wanted.Shortcut, wanted.Message, wanted.Keywords), cancellationToken).ConfigureAwait(false);
            return new(wanted);
        });

    public static readonly InstanceOperation<string, QuickReplyDeleted> Delete = new(
        "quick-replies.delete",
        async (client, id, cancellationToken) =>
        {
            if (!await ExistsAsync(client, id, cancellationToken).ConfigureAwait(false))
            {
                return new(false);
            }

            await client.QuickReplies.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
            return new(true);
        });

    private static QuickReplyResponse ToResponse(QuickReply reply) => new(reply.Id, reply.Shortcut, reply.Message, reply.Keywords);

    private static async Task<bool> ExistsAsync(WhatsAppClient client, string id, CancellationToken cancellationToken) =>
        (await client.QuickReplies.ListAsync(cancellationToken).ConfigureAwait(false)).Any(reply => reply.Id == id);
}

/// <summary>A new quick reply.</summary>
internal sealed record QuickReplyToCreate(string Shortcut, string Message, IReadOnlyList<string> Keywords);

/// <summary>Whether there was one to delete.</summary>
internal sealed record QuickReplyDeleted(bool Existed);

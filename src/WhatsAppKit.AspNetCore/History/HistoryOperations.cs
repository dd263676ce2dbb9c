using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Contracts.History;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.History;

/// <summary>What the account's phone is asked for of the past.</summary>
internal static class HistoryOperations
{
    public static readonly InstanceOperation<HistoryBefore, HistoryResponse> Request = new(
        "history.request",
        async (client, wanted, cancellationToken) =>
        {
            var page = await client.History.RequestAsync(wanted.Before, wanted.SentAt, wanted.Count, cancellationToken).ConfigureAwait(false);
            return new HistoryResponse(page.Messages.Count, page.HasMore);
        });

    public static readonly InstanceOperation<HistorySince, FullHistoryResponse> RequestFull = new(
        "history.request-full",
        async (client, wanted, cancellationToken) =>
            new FullHistoryResponse(await client.History.RequestFullAsync(wanted.Since, cancellationToken).ConfigureAwait(false)));
}

/// <summary>Messages before a certain one.</summary>
internal sealed record HistoryBefore(MessageReference Before, DateTimeOffset SentAt, int Count);

/// <summary>Everything since a time; all of it for null.</summary>
internal sealed record HistorySince(DateTimeOffset? Since);

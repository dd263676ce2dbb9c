using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Session.Receipts;

/// <summary>Takes receipts: raises what people did, passes retry requests on, and acks each when it is dealt with.</summary>
internal sealed class ReceiptHandler(IWhatsAppSession session, DeviceState state, RetryResponder retries, WorkQueue work, TimeProvider time)
{
    private readonly Dictionary<string, Func<BinaryNode, CancellationToken, ValueTask>> _others = [];

    /// <summary>Registers for receipts of a type that is not about a message's way. A handler may send, but never wait for an answer.</summary>
    public void On(string type, Func<BinaryNode, CancellationToken, ValueTask> handler) => _others.Add(type, handler);

    public async ValueTask HandleAsync(BinaryNode receipt, CancellationToken cancellationToken)
    {
        if (receipt["type"] == "retry")
        {
            // Answering needs the server, so the reader does not wait for it. The ack goes out when it is done.
            work.TryAdd("answer retry request", async token =>
            {
                await retries.AnswerAsync(receipt, token).ConfigureAwait(false);
                await session.SendAsync(ReceiptNodes.Ack(receipt), token).ConfigureAwait(false);
            });
            return;
        }

        if (receipt["type"] is { } type && _others.TryGetValue(type, out var other))
        {
            await other(receipt, cancellationToken).ConfigureAwait(false);
        }

        if (receipt["id"] is { } first
            && OwnReceipts.Read(receipt, state.Credentials, Ids(receipt, first), Time(receipt)) is { } elsewhere)
        {
            await RaiseAsync([elsewhere], cancellationToken).ConfigureAwait(false);
        }
        else if (Kind(receipt["type"]) is { } kind && receipt.Jid("from") is { } from && receipt["id"] is { } id)
        {
            // What another device of ours received is not news about our own messages.
            var news = Events(receipt, kind, from, id).Where(happened => !state.Credentials.IsOwnUser(happened.From));
            await RaiseAsync([.. news], cancellationToken).ConfigureAwait(false);
        }

        await session.SendAsync(ReceiptNodes.Ack(receipt), cancellationToken).ConfigureAwait(false);
    }

    private static ReceiptKind? Kind(string? type) => type switch
    {
        null or "inactive" => ReceiptKind.Delivered,
        "read" => ReceiptKind.Read,
        "played" => ReceiptKind.Played,
        _ => null,
    };

    private static string[] Ids(BinaryNode receipt, string first) =>
        [first, .. receipt.Child("list")?.ChildrenOf("item").Select(item => item["id"]).OfType<string>() ?? []];

    /// <summary>One event for each person: in groups the server may report many at once.</summary>
    private IEnumerable<ReceiptReceived> Events(BinaryNode receipt, ReceiptKind kind, Jid from, string id)
    {
        if (receipt.Child("participants") is null)
        {
            return [new ReceiptReceived(kind, from.ToUser(), receipt.Jid("participant") ?? from, Ids(receipt, id), Time(receipt))];
        }

        return receipt.ChildrenOf("participants").SelectMany(message => message.ChildrenOf("user")
            .Where(user => user.Jid("jid") is not null)
            .Select(user => new ReceiptReceived(kind, from.ToUser(), user.Jid("jid")!.Value, [message["key"] ?? id], Time(user))));
    }

    private DateTimeOffset Time(BinaryNode node) =>
        node.Number("t") is { } seconds and > 0 and < UnixTime.MaxSeconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : time.GetUtcNow();

    private Task RaiseAsync(WhatsAppEvent[] news, CancellationToken cancellationToken) =>
        news.Length == 0
            ? Task.CompletedTask
            : state.UpdateAsync(
                transaction =>
                {
                    Array.ForEach(news, transaction.Raise);
                    return Task.CompletedTask;
                },
                cancellationToken);
}

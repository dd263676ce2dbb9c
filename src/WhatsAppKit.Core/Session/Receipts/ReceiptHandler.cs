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

        if (Kind(receipt["type"]) is { } kind && receipt.Jid("from") is { } from && receipt["id"] is { } id)
        {
            await RaiseAsync(receipt, kind, from, id, cancellationToken).ConfigureAwait(false);
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

    private Task RaiseAsync(BinaryNode receipt, ReceiptKind kind, Jid from, string id, CancellationToken cancellationToken)
    {
        if (state.Credentials.IsOwnUser(from))
        {
            // Another device of ours read something: not news about our own messages.
            return Task.CompletedTask;
        }

        string[] ids = [id, .. receipt.Child("list")?.ChildrenOf("item").Select(item => item["id"]).OfType<string>() ?? []];
        var at = receipt.Number("t") is { } seconds and > 0 and < 253402300799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : time.GetUtcNow();
        var happened = new ReceiptReceived(kind, from.ToUser(), receipt.Jid("participant") ?? from, ids, at);
        return state.UpdateAsync(
            transaction =>
            {
                transaction.Raise(happened);
                return Task.CompletedTask;
            },
            cancellationToken);
    }
}

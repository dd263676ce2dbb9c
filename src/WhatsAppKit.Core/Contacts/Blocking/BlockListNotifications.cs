using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Contacts;

/// <summary>The account's block list changed, on this device or another one.</summary>
/// <param name="Changes">Who was blocked or unblocked; empty when only the whole list is told.</param>
/// <param name="Blocked">Everybody who is blocked now, when the whole list was asked for; null otherwise.</param>
public sealed record BlockListChanged(IReadOnlyList<BlockChange> Changes, IReadOnlyList<Jid>? Blocked) : WhatsAppEvent;

/// <summary>Somebody was blocked or unblocked.</summary>
/// <param name="Person">The person, as the server names them.</param>
/// <param name="IsBlocked">False when they may write again.</param>
public sealed record BlockChange(Jid Person, bool IsBlocked);

/// <summary>Takes what the server tells about the block list; where it tells only that something changed, the list is asked for.</summary>
internal sealed class BlockListNotifications(DeviceState state, BlockList blockList, WorkQueue work)
{
    public Task HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        if (notification.Child("blocklist") is not { } change)
        {
            return Task.CompletedTask;
        }

        BlockChange[] changes = [.. change.ChildrenOf("item")
            .Where(item => item.Jid("jid") is not null && item["action"] is "block" or "unblock")
            .Select(item => new BlockChange(item.Jid("jid")!.Value.ToUser(), item["action"] == "block"))];
        if (change["action"] != "modify" && changes.Length > 0)
        {
            return RaiseAsync(new BlockListChanged(changes, null), cancellationToken);
        }

        work.TryAdd("fetch the block list", async token =>
            await RaiseAsync(new BlockListChanged([], await blockList.GetAsync(token).ConfigureAwait(false)), token).ConfigureAwait(false));
        return Task.CompletedTask;
    }

    private Task RaiseAsync(BlockListChanged happened, CancellationToken cancellationToken) => state.UpdateAsync(
        transaction =>
        {
            transaction.Raise(happened);
            return Task.CompletedTask;
        },
        cancellationToken);
}

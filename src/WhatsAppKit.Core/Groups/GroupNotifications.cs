using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Groups;

/// <summary>What the server tells about groups (<c>w:gp2</c>).</summary>
internal sealed class GroupNotifications(DeviceState state, GroupDirectory directory, TimeProvider time)
{
    /// <exception cref="ProtocolException">It does not say which group.</exception>
    public Task HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        var group = notification.Jid("from") is { IsGroup: true } from ? from : throw new ProtocolException("A group notification names no group.");

        // First of all, so that whatever is being prepared for the old members sees that they are stale.
        directory.Forget(group);
        return state.UpdateAsync(
            async transaction =>
            {
                foreach (var child in notification.Children)
                {
                    await ApplyAsync(transaction, group, notification, child, cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken);
    }

    private async ValueTask ApplyAsync(
        StateTransaction transaction, Jid group, BinaryNode notification, BinaryNode child, CancellationToken cancellationToken)
    {
        var actor = notification.Jid("participant");
        var at = UnixTime.FromSeconds(notification.Number("t")) ?? time.GetUtcNow();
        if (child.Tag == "create" && child.Child("group") is { } described)
        {
            await transaction.LearnLidsAsync(GroupNodes.Pairs(described), cancellationToken).ConfigureAwait(false);
            transaction.Raise(new GroupJoined(GroupNodes.Parse(described) with { Jid = group }, actor, at));
        }
        else if (ChangeOf(child, actor) is { } change)
        {
            await transaction.LearnLidsAsync(GroupNodes.Pairs(child), cancellationToken).ConfigureAwait(false);
            if (change is GroupChange.Removed or GroupChange.Left)
            {
                // Whoever is out must not read on: the next message goes out with a new key.
                await transaction.SenderKeys.DropOwnAsync(group, cancellationToken).ConfigureAwait(false);
            }

            transaction.Raise(new GroupParticipantsChanged(group, change, [.. People(child)], actor, at));
        }
    }

    private static GroupChange? ChangeOf(BinaryNode child, Jid? actor) => child.Tag switch
    {
        "add" => GroupChange.Added,
        "leave" => GroupChange.Left,
        "remove" => People(child).ToArray() is [var single] && single == actor?.ToUser() ? GroupChange.Left : GroupChange.Removed,
        "promote" => GroupChange.Promoted,
        "demote" => GroupChange.Demoted,
        _ => null,
    };

    private static IEnumerable<Jid> People(BinaryNode child) =>
        child.ChildrenOf("participant").Select(participant => participant.Jid("jid")?.ToUser()).OfType<Jid>();
}

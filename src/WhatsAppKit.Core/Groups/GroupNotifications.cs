using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Groups;

/// <summary>What the server tells about groups (<c>w:gp2</c>).</summary>
internal sealed class GroupNotifications(DeviceState state, GroupDirectory directory, TimeProvider time)
{
    /// <exception cref="ProtocolException">It does not say which group.</exception>
    public Task HandleAsync(BinaryNode notification, CancellationToken cancellationToken)
    {
        var group = notification.Jid("from") is { IsGroup: true } from ? from : throw new ProtocolException("A group notification names no group.");
        var at = UnixTime.FromSeconds(notification.Number("t")) ?? time.GetUtcNow();

        // First of all, so that whatever is being prepared for the old members sees that they are stale.
        var changes = notification.Children.Select(child => (Node: child, Event: Report(group, notification, child, at))).ToArray();
        return changes.Length == 0
            ? Task.CompletedTask
            : state.UpdateAsync(
                async transaction =>
                {
                    foreach (var (node, happened) in changes)
                    {
                        await ApplyAsync(transaction, group, node, happened, cancellationToken).ConfigureAwait(false);
                    }
                },
                cancellationToken);
    }

    private WhatsAppEvent Report(Jid group, BinaryNode notification, BinaryNode child, DateTimeOffset at)
    {
        if (child.Tag == "create" && child.Child("group") is { } described)
        {
            var joined = GroupReader.Read(described, group);
            directory.Report(joined);
            return new GroupJoined(joined, notification.Jid("participant")?.ToUser(), at)
            {
                ByInviteLink = child["reason"] == "invite",
                CreationId = child["key"],
            };
        }

        var change = GroupChangeReader.Read(group, notification, child, at);
        directory.Report(change);
        if (change is GroupParticipantsChanged gone && IsOut(gone) && gone.Participants.Any(state.Credentials.IsOwnUser))
        {
            directory.Forget(group);
        }

        return change;
    }

    private static bool IsOut(GroupParticipantsChanged change) => change.Change is GroupChange.Removed or GroupChange.Left;

    private static async ValueTask ApplyAsync(
        StateTransaction transaction, Jid group, BinaryNode node, WhatsAppEvent happened, CancellationToken cancellationToken)
    {
        await transaction.LearnLidsAsync(GroupReader.Pairs(happened is GroupJoined ? node.Child("group")! : node), cancellationToken).ConfigureAwait(false);
        if (happened is GroupParticipantsChanged change && IsOut(change))
        {
            // Whoever is out must not read on: the next message goes out with a new key.
            await transaction.SenderKeys.DropOwnAsync(group, cancellationToken).ConfigureAwait(false);
        }

        transaction.Raise(happened);
    }
}

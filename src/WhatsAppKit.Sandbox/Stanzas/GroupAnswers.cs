using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Sandbox.State;
using Group = WhatsAppKit.Sandbox.State.Group;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>The <c>w:g2</c> namespace: describes, makes and changes groups, and tells their members.</summary>
internal sealed class GroupAnswers(
    AccountDirectory accounts, GroupRegistry groups, GroupArchive archive, Delivery delivery, GroupAddressing addressing, TimeProvider time)
{
    private const int MaxSubject = 100;

    public Task<BinaryNode> AnswerAsync(Device sender, BinaryNode iq)
    {
        var child = iq.Children.Count > 0 ? iq.Children[0] : null;
        return (iq["type"], child?.Tag) switch
        {
            ("get", "query") => Task.FromResult(Describe(sender, iq)),
            ("get", "participating") => Task.FromResult(Participating(sender, iq)),
            ("set", "create") => CreateAsync(sender, iq, child!),
            ("set", "leave") => LeaveAsync(sender, iq, child!),
            ("set", "add") => AddAsync(sender, iq, child!),
            ("set", "remove" or "promote" or "demote") => ChangeAsync(sender, iq, child!),
            ("set", "subject") => RenameAsync(sender, iq, child!),
            _ => Task.FromResult(Nodes.Error(iq, 501, "feature-not-implemented")),
        };
    }

    private BinaryNode Describe(Device sender, BinaryNode iq)
    {
        lock (accounts.Gate)
        {
            return Refusal(sender, iq, out var group) ?? Nodes.Result(iq, GroupShapes.Describe(group!));
        }
    }

    private BinaryNode Participating(Device sender, BinaryNode iq)
    {
        lock (accounts.Gate)
        {
            return Nodes.Result(iq, new BinaryNode("groups", null, [.. groups.Of(sender.Account).Select(GroupShapes.Describe)]));
        }
    }

    private async Task<BinaryNode> CreateAsync(Device sender, BinaryNode iq, BinaryNode create)
    {
        if (create["subject"] is not { Length: > 0 and <= MaxSubject } subject)
        {
            return Nodes.Error(iq, 406, "not-acceptable");
        }

        Group group;
        BinaryNode[] missing;
        var notices = new Notices();
        lock (accounts.Gate)
        {
            group = new Group(GroupRegistry.NewId(), addressing)
            {
                Subject = subject,
                SubjectAt = Now(),
                SubjectBy = sender.Account,
                Creator = sender.Account,
                CreatedAt = Now(),
            };
            group.Members.Add(new Member(sender.Account, GroupRole.SuperAdmin));
            missing = [.. Join(group, create).Where(participant => participant["error"] is not null)];
            groups.Add(group);
            notices.ToAll(group, GroupShapes.Notice(group, sender, Now(), Created(group, create["key"])));
        }

        await FinishAsync(group, notices).ConfigureAwait(false);
        lock (accounts.Gate)
        {
            var described = GroupShapes.Describe(group);
            return Nodes.Result(iq, new BinaryNode("group", [.. described.Attributes], [.. described.Children, .. missing]));
        }
    }

    private async Task<BinaryNode> AddAsync(Device sender, BinaryNode iq, BinaryNode add)
    {
        Group? group;
        BinaryNode[] results;
        var notices = new Notices();
        lock (accounts.Gate)
        {
            if (Refusal(sender, iq, out group) is { } refusal)
            {
                return refusal;
            }

            var before = group!.Devices.ToArray();
            results = [.. Join(group, add)];
            BinaryNode[] joined = [.. results.Where(participant => participant["error"] is null)];
            if (joined.Length > 0)
            {
                notices.To(before, GroupShapes.Notice(group, sender, Now(), new BinaryNode("add", null, joined)));
                notices.To(group.Devices.Except(before), GroupShapes.Notice(group, sender, Now(), Created(group, null)));
            }
        }

        await FinishAsync(group, notices).ConfigureAwait(false);
        return Nodes.Result(iq, new BinaryNode("add", null, results));
    }

    private async Task<BinaryNode> ChangeAsync(Device sender, BinaryNode iq, BinaryNode change)
    {
        Group? group;
        BinaryNode[] results;
        var notices = new Notices();
        lock (accounts.Gate)
        {
            if (Refusal(sender, iq, out group) is { } refusal)
            {
                return refusal;
            }

            if (group!.Find(sender.Account)!.Role == GroupRole.Member)
            {
                return Nodes.Error(iq, 403, "forbidden");
            }

            var before = group.Devices.ToArray();
            results = [.. change.ChildrenOf("participant").Select(participant => Apply(group, change.Tag, participant.Jid("jid") ?? default))];
            BinaryNode[] done = [.. results.Where(participant => participant["error"] is null)];
            if (done.Length > 0)
            {
                notices.To(before, GroupShapes.Notice(group, sender, Now(), new BinaryNode(change.Tag, null, done)));
            }
        }

        await FinishAsync(group, notices).ConfigureAwait(false);
        return Nodes.Result(iq, new BinaryNode(change.Tag, null, results));
    }

    private async Task<BinaryNode> LeaveAsync(Device sender, BinaryNode iq, BinaryNode leave)
    {
        var left = new List<Group>();
        var notices = new Notices();
        lock (accounts.Gate)
        {
            foreach (var jid in leave.ChildrenOf("group").Select(child => child.Jid("id") ?? default))
            {
                if (groups.Find(jid) is { } group && group.Find(sender.Account) is { } member)
                {
                    var change = new BinaryNode("remove", null, GroupShapes.Participant(group, sender.Account));
                    notices.To([.. group.Devices], GroupShapes.Notice(group, sender, Now(), change));
                    group.Members.Remove(member);
                    left.Add(group);
                }
            }
        }

        foreach (var group in left)
        {
            await archive.SaveAsync(group).ConfigureAwait(false);
        }

        await notices.SendAsync(delivery).ConfigureAwait(false);
        return Nodes.Result(iq, new BinaryNode("leave", null, [.. left.Select(group => new BinaryNode("group", [("id", group.Jid)]))]));
    }

    private async Task<BinaryNode> RenameAsync(Device sender, BinaryNode iq, BinaryNode subject)
    {
        var text = GroupShapes.TextOf(subject);
        Group? group;
        var notices = new Notices();
        lock (accounts.Gate)
        {
            if (Refusal(sender, iq, out group) is { } refusal)
            {
                return refusal;
            }

            if (text.Length is 0 or > MaxSubject)
            {
                return Nodes.Error(iq, 406, "not-acceptable");
            }

            (group!.Subject, group.SubjectAt, group.SubjectBy) = (text, Now(), sender.Account);
            notices.ToAll(group, GroupShapes.Notice(group, sender, Now(), GroupShapes.Subject(group)));
        }

        await FinishAsync(group, notices).ConfigureAwait(false);
        return Nodes.Result(iq);
    }

    /// <summary>Adds the people of a request; what became of each is in the answer.</summary>
    private List<BinaryNode> Join(Group group, BinaryNode request)
    {
        var results = new List<BinaryNode>();
        foreach (var jid in request.ChildrenOf("participant").Select(participant => participant.Jid("jid") ?? default))
        {
            if (accounts.Find(jid) is not { } account)
            {
                results.Add(GroupShapes.Missing(jid));
            }
            else if (group.Find(account) is not null)
            {
                results.Add(GroupShapes.Participant(group, account, error: 409));
            }
            else
            {
                group.Members.Add(new Member(account, GroupRole.Member));
                results.Add(GroupShapes.Participant(group, account));
            }
        }

        return results;
    }

    private BinaryNode Apply(Group group, string change, Jid jid)
    {
        if (accounts.Find(jid) is not { } account || group.Find(account) is not { } member)
        {
            return new BinaryNode("participant", [("jid", jid), ("error", "404")]);
        }

        if (member.Role == GroupRole.SuperAdmin)
        {
            return GroupShapes.Participant(group, account, error: 406);
        }

        if (change == "remove")
        {
            group.Members.Remove(member);
        }
        else
        {
            member.Role = change == "promote" ? GroupRole.Admin : GroupRole.Member;
        }

        return GroupShapes.Participant(group, account);
    }

    private BinaryNode? Refusal(Device sender, BinaryNode iq, out Group? group)
    {
        group = groups.Find(iq.Jid("to") ?? default);
        return group is null ? Nodes.Error(iq, 404, "item-not-found")
            : group.Find(sender.Account) is null ? Nodes.Error(iq, 403, "forbidden")
            : null;
    }

    private async Task FinishAsync(Group group, Notices notices)
    {
        await archive.SaveAsync(group).ConfigureAwait(false);
        await notices.SendAsync(delivery).ConfigureAwait(false);
    }

    private static BinaryNode Created(Group group, string? key) => new("create", [("type", "new"), ("key", key)], GroupShapes.Describe(group));

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>What is to be told to whom, collected under the gate and sent outside it.</summary>
    private sealed class Notices
    {
        private readonly List<(Device Device, BinaryNode Notice)> _all = [];

        public void To(IEnumerable<Device> devices, BinaryNode notice) => _all.AddRange(devices.Select(device => (device, notice)));

        public void ToAll(Group group, BinaryNode notice) => To(group.Devices, notice);

        public async Task SendAsync(Delivery delivery)
        {
            foreach (var (device, notice) in _all)
            {
                await delivery.DeliverAsync(device, notice).ConfigureAwait(false);
            }
        }
    }
}

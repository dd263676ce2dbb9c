using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Sandbox.State;
using Group = WhatsAppKit.Sandbox.State.Group;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Who comes into groups and goes out of them.</summary>
internal sealed class GroupMembership(GroupDesk desk)
{
    /// <summary>As many members as a group may have.</summary>
    public const int MaxMembers = 1024;

    private const int MaxSubject = 100;
    private const long InvitationLifetime = 3 * 24 * 60 * 60;

    public Task<BinaryNode> CreateAsync(Device sender, BinaryNode iq, BinaryNode create) => desk.RunAsync(iq, (now, notices) =>
    {
        if (create["subject"] is not { Length: > 0 and <= MaxSubject } subject)
        {
            return Nodes.Error(iq, 406, "not-acceptable");
        }

        var parent = create.Child("linked_parent")?.Jid("jid");
        var community = desk.Groups.Find(parent ?? default);
        if (parent is not null && (community is not { Policy.IsCommunity: true } || !MayCreateIn(community, sender.Account)))
        {
            return Nodes.Error(iq, community is null ? 404 : 403, "forbidden");
        }

        if (GroupSettingAnswers.Lifetime(create.Child("ephemeral")) is not { } lifetime)
        {
            return Nodes.Error(iq, 400, "bad-request");
        }

        var group = desk.Found(sender.Account, subject, now);
        group.Policy.Parent = community?.Id;
        group.Policy.Lifetime = lifetime;
        group.Policy.IsLocked = create.Child("locked") is not null;
        group.Policy.IsAnnouncement = create.Child("announcement") is not null;
        group.Policy.AllMayAdd = create.Child("member_add_mode")?.Text != "admin_add";
        group.Policy.NeedsApproval = create.Child("membership_approval_mode")?.Child("group_join")?["state"] == "on";
        BinaryNode[] missing = [.. Join(group, sender.Account, create, now).Where(participant => participant["error"] is not null)];
        notices.To(group, group.Devices, GroupShapes.Notice(group, sender, now, GroupShapes.Created(group, create["key"], null)));
        if (community is not null)
        {
            CommunityAnswers.TellLink(notices, sender, now, community, group, "link", null);
        }

        var described = GroupShapes.Describe(group);
        return Nodes.Result(iq, new BinaryNode("group", [.. described.Attributes], [.. described.Children, .. missing]));
    });

    public Task<BinaryNode> AddAsync(Device sender, BinaryNode iq, BinaryNode add) => desk.ChangeAsync(sender, iq, step =>
    {
        var group = step.Group;
        if (!group.Policy.AllMayAdd && !step.Member.IsAdmin)
        {
            return Nodes.Error(iq, 403, "forbidden");
        }

        var before = group.Devices.ToArray();
        BinaryNode[] results = [.. Join(group, sender.Account, add, step.Now)];
        step.Notices.Keep(group);
        Welcome(group, sender, step.Now, step.Notices, before, [.. results.Where(participant => participant["error"] is null)], null);
        return new BinaryNode("add", null, results);
    });

    public Task<BinaryNode> ChangeAsync(Device sender, BinaryNode iq, BinaryNode change) => desk.AdministrateAsync(sender, iq, step =>
    {
        var results = Apply(step.Group, sender, step.Now, step.Notices, change);
        if (change.Tag == "remove" && change["linked_groups"] == "true")
        {
            foreach (var child in desk.Groups.In(step.Group).ToArray())
            {
                Apply(child, sender, step.Now, step.Notices, change);
            }
        }

        return new BinaryNode(change.Tag, null, results);
    });

    public Task<BinaryNode> LeaveAsync(Device sender, BinaryNode iq, BinaryNode leave) => desk.RunAsync(iq, (now, notices) =>
    {
        var left = new List<BinaryNode>();
        foreach (var child in leave.Children.Where(child => child.Tag is "group" or "community"))
        {
            if (desk.Groups.Find(child.Jid("id") ?? default) is not { } group || group.Find(sender.Account) is null)
            {
                left.Add(child.With(("error", "404")));
                continue;
            }

            Group[] all = child.Tag == "community" ? [.. desk.Groups.In(group), group] : [group];
            foreach (var each in all)
            {
                Leave(each, sender, now, notices);
            }

            left.Add(new BinaryNode(child.Tag, [("id", group.Jid)]));
        }

        return new BinaryNode("leave", null, [.. left]);
    });

    /// <summary>Tells that people are in now: those who were, of them; themselves, of the group.</summary>
    public static void Welcome(
        Group group, Device actor, long now, GroupNotices notices, IReadOnlyCollection<Device> before, IReadOnlyCollection<BinaryNode> joined, string? reason)
    {
        if (joined.Count == 0)
        {
            return;
        }

        group.Version++;
        notices.To(group, before, GroupShapes.Notice(group, actor, now, GroupShapes.MemberChange(group, "add", reason, joined)));
        notices.To(group, group.Devices.Except(before), GroupShapes.Notice(group, actor, now, GroupShapes.Created(group, null, reason)));
    }

    private static bool MayCreateIn(Group community, Account account) =>
        community.Find(account) is { } member && (member.IsAdmin || community.Policy.MembersMayCreate);

    private static void Leave(Group group, Device sender, long now, GroupNotices notices)
    {
        if (group.Find(sender.Account) is not { } member)
        {
            return;
        }

        var devices = group.Devices.ToArray();
        group.Members.Remove(member);
        group.Version++;
        var change = GroupShapes.MemberChange(group, "remove", null, [GroupShapes.Participant(group, sender.Account)]);
        notices.To(group, devices, GroupShapes.Notice(group, sender, now, change));
    }

    private BinaryNode[] Apply(Group group, Device sender, long now, GroupNotices notices, BinaryNode change)
    {
        var before = group.Devices.ToArray();
        BinaryNode[] results = [.. change.ChildrenOf("participant").Select(participant => Apply(group, change.Tag, participant.Jid("jid") ?? default))];
        BinaryNode[] done = [.. results.Where(participant => participant["error"] is null)];
        if (done.Length > 0)
        {
            group.Version++;
            notices.To(group, before, GroupShapes.Notice(group, sender, now, GroupShapes.MemberChange(group, change.Tag, null, done)));
        }

        return results;
    }

    /// <summary>Adds the people of a request; what became of each is in the answer.</summary>
    private List<BinaryNode> Join(Group group, Account inviter, BinaryNode request, long now)
    {
        var results = new List<BinaryNode>();
        foreach (var jid in request.ChildrenOf("participant").Select(participant => participant.Jid("jid") ?? default))
        {
            results.Add(desk.Accounts.Find(jid) is { } account ? Join(group, inviter, account, now) : GroupShapes.Missing(jid));
        }

        return results;
    }

    private static BinaryNode Join(Group group, Account inviter, Account account, long now)
    {
        var refusal = group.Find(account) is not null ? 409
            : account.Profile.Blocked.Contains(inviter.Number) ? 401
            : group.Members.Count >= MaxMembers ? 419
            : account.Profile.MayBeAdded ? (int?)null
            : 403;
        if (refusal is null)
        {
            group.Members.Add(new Member(account, GroupRole.Member));
            return GroupShapes.Participant(group, account);
        }

        return refusal == 403 ? Invited(group, inviter, account, now) : GroupShapes.Participant(group, account, error: refusal);
    }

    private static BinaryNode Invited(Group group, Account inviter, Account account, long now)
    {
        var request = new AddRequest(account.Number, inviter.Number, GroupDoor.NewCode(), now + InvitationLifetime);
        group.Door.Invitations.Add(request);
        return GroupShapes.Participant(
            group, account, GroupRole.Member, 403, new BinaryNode("add_request", [("code", request.Code), ("expiration", Nodes.Text(request.Expiration))]));
    }

    private BinaryNode Apply(Group group, string change, Jid jid)
    {
        if (desk.Accounts.Find(jid) is not { } account || group.Find(account) is not { } member)
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

        return GroupShapes.Participant(group, account, member.Role);
    }
}

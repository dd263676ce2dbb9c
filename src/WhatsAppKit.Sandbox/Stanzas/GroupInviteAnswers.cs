using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Sandbox.State;
using Group = WhatsAppKit.Sandbox.State.Group;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Invite links, and invitations for people who could not be added.</summary>
internal sealed class GroupInviteAnswers(GroupDesk desk)
{
    private const string ByInvite = "invite";

    public Task<BinaryNode> CodeAsync(Device sender, BinaryNode iq) => Task.FromResult(desk.Ask(sender, iq, step =>
        step.Member.IsAdmin || step.Group.Policy.AllMayAdd ? Nodes.Result(iq, Code(step.Group)) : Nodes.Error(iq, 401, "not-authorized")));

    public Task<BinaryNode> RevokeAsync(Device sender, BinaryNode iq) => desk.ChangeAsync(sender, iq, step =>
    {
        if (!step.Member.IsAdmin)
        {
            return Nodes.Error(iq, 401, "not-authorized");
        }

        step.Group.Door.Revoke();
        step.TellAll(Code(step.Group));
        return Code(step.Group);
    });

    public Task<BinaryNode> InfoAsync(BinaryNode iq, BinaryNode invite)
    {
        lock (desk.Accounts.Gate)
        {
            return Task.FromResult(Find(iq, invite["code"], out var group) ?? Nodes.Result(iq, GroupShapes.DescribeOutside(group!)));
        }
    }

    public Task<BinaryNode> JoinAsync(Device sender, BinaryNode iq, BinaryNode invite) => desk.RunAsync(iq, (now, notices) =>
    {
        if ((Find(iq, invite["code"], out var group) ?? Refusal(iq, group!, sender.Account)) is { } refusal)
        {
            return refusal;
        }

        if (group!.Policy.NeedsApproval)
        {
            return AskToBeLetIn(group, sender, now, notices);
        }

        Enter(group, sender, now, notices);
        return new BinaryNode("group", [("jid", group.Jid)]);
    });

    public Task<BinaryNode> DescribeAsync(Device sender, BinaryNode iq, BinaryNode request)
    {
        lock (desk.Accounts.Gate)
        {
            return Task.FromResult(Find(sender, iq, request, out var group, out _) ?? Nodes.Result(iq, GroupShapes.DescribeOutside(group!)));
        }
    }

    public Task<BinaryNode> AcceptAsync(Device sender, BinaryNode iq, BinaryNode accept) => desk.RunAsync(iq, (now, notices) =>
    {
        if ((Find(sender, iq, accept, out var group, out var request) ?? Refusal(iq, group!, sender.Account)) is { } refusal)
        {
            return refusal;
        }

        if (request!.Expiration <= now)
        {
            return Nodes.Error(iq, 410, "gone");
        }

        request.IsVoid = true;
        Enter(group!, sender, now, notices);
        return Nodes.Result(iq);
    });

    /// <summary>Makes invitations void: their inviter may, and administrators.</summary>
    public Task<BinaryNode> VoidAsync(Device sender, BinaryNode iq, BinaryNode revoke) => desk.ChangeAsync(sender, iq, step =>
    {
        var numbers = revoke.ChildrenOf("participant").Select(participant => desk.Accounts.Find(participant.Jid("jid") ?? default)?.Number).ToHashSet();
        foreach (var request in step.Group.Door.Invitations.Where(request =>
            numbers.Contains(request.Number) && (step.Member.IsAdmin || request.Inviter == sender.Account.Number)))
        {
            request.IsVoid = true;
        }

        step.Notices.Keep(step.Group);
        return new BinaryNode("revoke", null, [.. revoke.Children]);
    });

    private static BinaryNode Code(Group group) => new("invite", [("code", group.Door.InviteCode)]);

    private static BinaryNode? Refusal(BinaryNode iq, Group group, Account account) =>
        group.Find(account) is not null ? Nodes.Error(iq, 409, "conflict")
        : group.Members.Count >= GroupMembership.MaxMembers ? Nodes.Error(iq, 419, "resource-limit")
        : null;

    private static void Enter(Group group, Device sender, long now, GroupNotices notices)
    {
        var before = group.Devices.ToArray();
        group.Door.Requests.RemoveAll(request => request.Number == sender.Account.Number);
        group.Members.Add(new Member(sender.Account, GroupRole.Member));
        GroupMembership.Welcome(group, sender, now, notices, before, [GroupShapes.Participant(group, sender.Account)], ByInvite);
    }

    private static BinaryNode AskToBeLetIn(Group group, Device sender, long now, GroupNotices notices)
    {
        if (!group.Door.Requests.Exists(request => request.Number == sender.Account.Number))
        {
            group.Door.Requests.Add(new JoinRequest(sender.Account.Number, now, "InviteLink"));
            notices.To(group, group.AdminDevices, GroupShapes.Notice(group, sender, now, new BinaryNode(
                "created_membership_requests", [("request_method", "invite_link")], GroupShapes.Participant(group, sender.Account))));
        }

        return new BinaryNode("membership_approval_request", [("jid", group.Jid)]);
    }

    private BinaryNode? Find(BinaryNode iq, string? code, out Group? group)
    {
        group = desk.Groups.All.FirstOrDefault(each => each.Door.InviteCode == code);
        return group is not null ? null
            : desk.Groups.All.Any(each => code is not null && each.Door.RevokedCodes.Contains(code)) ? Nodes.Error(iq, 410, "gone")
            : Nodes.Error(iq, 406, "not-acceptable");
    }

    private BinaryNode? Find(Device sender, BinaryNode iq, BinaryNode request, out Group? group, out AddRequest? found)
    {
        found = null;
        group = desk.Groups.Find(iq.Jid("to") ?? default);
        if (group is null)
        {
            return Nodes.Error(iq, 404, "item-not-found");
        }

        var inviter = desk.Accounts.Find(request.Jid("admin") ?? default);
        found = group.Door.Invitations.Find(each =>
            each.Code == request["code"] && each.Number == sender.Account.Number && each.Inviter == inviter?.Number && Nodes.Text(each.Expiration) == request["expiration"]);
        return found is null ? Nodes.Error(iq, 406, "not-acceptable")
            : found.IsVoid || inviter is null || group.Find(inviter) is null ? Nodes.Error(iq, 410, "gone")
            : null;
    }
}

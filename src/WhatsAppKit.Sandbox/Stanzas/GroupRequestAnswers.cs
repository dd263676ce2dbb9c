using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>People who wait to be let into a group.</summary>
internal sealed class GroupRequestAnswers(GroupDesk desk)
{
    public BinaryNode List(Device sender, BinaryNode iq) => desk.Ask(sender, iq, step => !step.Member.IsAdmin
        ? Nodes.Error(iq, 403, "forbidden")
        : Nodes.Result(iq, new BinaryNode("membership_approval_requests", null, [.. step.Group.Door.Requests.Select(request => Describe(step, request))])));

    public Task<BinaryNode> DecideAsync(Device sender, BinaryNode iq, BinaryNode action) => desk.AdministrateAsync(sender, iq, step =>
    {
        if (action.Children is not [{ Tag: "approve" or "reject" } decision])
        {
            return Nodes.Error(iq, 400, "bad-request");
        }

        var before = step.Group.Devices.ToArray();
        var results = new List<BinaryNode>();
        var done = new List<BinaryNode>();
        foreach (var jid in decision.ChildrenOf("participant").Select(participant => participant.Jid("jid") ?? default))
        {
            var result = Decide(step, jid, isApproved: decision.Tag == "approve");
            results.Add(result);
            if (result["error"] is null)
            {
                done.Add(result);
            }
        }

        step.Notices.Keep(step.Group);
        if (decision.Tag == "approve")
        {
            GroupMembership.Welcome(step.Group, sender, step.Now, step.Notices, before, done, null);
        }
        else if (done.Count > 0)
        {
            step.Notices.To(step.Group, step.Group.AdminDevices, GroupShapes.Notice(
                step.Group, sender, step.Now, new BinaryNode("revoked_membership_requests", null, [.. done])));
        }

        return new BinaryNode("membership_requests_action", null, new BinaryNode(decision.Tag, null, [.. results]));
    });

    private BinaryNode Decide(GroupStep step, Jid jid, bool isApproved)
    {
        if (desk.Accounts.Find(jid) is not { } account || step.Group.Door.Requests.RemoveAll(request => request.Number == account.Number) == 0)
        {
            return GroupShapes.Missing(jid);
        }

        if (isApproved)
        {
            step.Group.Members.Add(new Member(account, GroupRole.Member));
        }

        return GroupShapes.Participant(step.Group, account);
    }

    private BinaryNode Describe(GroupStep step, JoinRequest request)
    {
        var account = desk.Accounts.FindNumber(request.Number)!;
        return new BinaryNode(
            "membership_approval_request",
            [
                ("jid", step.Group.AddressOf(account)),
                ("phone_number", step.Group.Addressing == GroupAddressing.Lid ? account.PhoneJid : (Jid?)null),
                ("request_time", Nodes.Text(request.At)),
                ("request_method", request.Method),
            ]);
    }
}

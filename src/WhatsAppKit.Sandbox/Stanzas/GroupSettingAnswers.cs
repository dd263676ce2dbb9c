using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>What groups are called and who may do what in them.</summary>
internal sealed class GroupSettingAnswers(GroupDesk desk)
{
    private const int MaxSubject = 100;
    private const int MaxDescription = 2048;
    private static readonly long[] Lifetimes = [0, 86400, 604800, 7776000];

    public Task<BinaryNode> ChangeAsync(Device sender, BinaryNode iq, BinaryNode child) => child.Tag switch
    {
        "subject" or "description" or "ephemeral" or "not_ephemeral" => desk.ChangeAsync(
            sender, iq, step => step.Member.IsAdmin || !step.Group.Policy.IsLocked ? Describe(step, child) : Nodes.Error(iq, 403, "forbidden")),
        "announcement" or "not_announcement" or "locked" or "unlocked" or "member_add_mode" or "membership_approval_mode" =>
            desk.AdministrateAsync(sender, iq, step => Set(step, child)),
        _ => Task.FromResult(Nodes.Unknown(iq)),
    };

    /// <summary>The seconds of a timer, 0 where there is none; null when there is no such timer.</summary>
    public static long? Lifetime(BinaryNode? ephemeral)
    {
        var seconds = ephemeral is null ? 0 : ephemeral.Number("expiration") ?? -1;
        return Lifetimes.Contains(seconds) ? seconds : null;
    }

    private static BinaryNode Describe(GroupStep step, BinaryNode child) => child.Tag switch
    {
        "subject" => Rename(step, child.Text),
        "description" => Describe(step, child, child.Child("body")?.Text),
        _ => Expire(step, child),
    };

    private static BinaryNode Rename(GroupStep step, string subject)
    {
        if (subject.Length is 0 or > MaxSubject)
        {
            return Nodes.Error(step.Iq, 406, "not-acceptable");
        }

        (step.Group.Subject, step.Group.SubjectAt, step.Group.SubjectBy) = (subject, step.Now, step.Sender.Account);
        step.TellAll(GroupShapes.Subject(step.Group));
        return Nodes.Result(step.Iq);
    }

    private static BinaryNode Describe(GroupStep step, BinaryNode child, string? text)
    {
        if (text?.Length > MaxDescription)
        {
            return Nodes.Error(step.Iq, 406, "not-acceptable");
        }

        if (step.Group.Description is { } known && known.Id != child["prev"])
        {
            return Nodes.Error(step.Iq, 409, "conflict");
        }

        var id = child["id"] ?? GroupDoor.NewCode();
        step.Group.Description = text is null or "" ? null : new GroupText(id, text, step.Now, step.Sender.Account.Number);
        step.TellAll(new BinaryNode("description", [("id", id)], step.Group.Description is null ? new BinaryNode("delete") : child.Child("body")!));
        return Nodes.Result(step.Iq);
    }

    private static BinaryNode Expire(GroupStep step, BinaryNode child)
    {
        if (Lifetime(child.Tag == "ephemeral" ? child : null) is not { } lifetime)
        {
            return Nodes.Error(step.Iq, 400, "bad-request");
        }

        step.Group.Policy.Lifetime = lifetime;
        step.TellAll(lifetime == 0 ? new BinaryNode("not_ephemeral") : new BinaryNode("ephemeral", [("expiration", Nodes.Text(lifetime))]));
        return Nodes.Result(step.Iq);
    }

    private static BinaryNode Set(GroupStep step, BinaryNode child)
    {
        var policy = step.Group.Policy;
        var told = child;
        switch (child.Tag)
        {
            case "announcement" or "not_announcement":
                policy.IsAnnouncement = child.Tag == "announcement";
                break;
            case "locked" or "unlocked":
                policy.IsLocked = child.Tag == "locked";
                break;
            case "member_add_mode" when child.Text is "admin_add" or "all_member_add":
                policy.AllMayAdd = child.Text == "all_member_add";
                break;
            case "membership_approval_mode" when child.Children is [{ Tag: "group_join" or "community_join" } join] && join["state"] is "on" or "off":
                policy.NeedsApproval = child.Children[0]["state"] == "on";
                told = new BinaryNode("membership_approval_mode", null, new BinaryNode("group_join", [("state", child.Children[0]["state"])]));
                break;
            default:
                return Nodes.Error(step.Iq, 400, "bad-request");
        }

        step.TellAll(told);
        return Nodes.Result(step.Iq);
    }
}

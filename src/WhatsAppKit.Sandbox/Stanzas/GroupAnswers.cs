using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>The <c>w:g2</c> namespace: hands each request to whoever knows that side of groups.</summary>
internal sealed class GroupAnswers(GroupDesk desk, PictureAnswers pictures)
{
    private readonly GroupMembership _members = new(desk);
    private readonly GroupSettingAnswers _settings = new(desk);
    private readonly GroupInviteAnswers _invites = new(desk);
    private readonly GroupRequestAnswers _requests = new(desk);
    private readonly CommunityAnswers _communities = new(desk);

    public Task<BinaryNode> AnswerAsync(Device sender, BinaryNode iq)
    {
        var child = iq.Children.Count > 0 ? iq.Children[0] : new BinaryNode("none");
        var isAboutOne = iq.Jid("to") is { User.Length: > 0 };
        return (iq["type"], child.Tag) switch
        {
            ("get", "query") when child.Child("add_request") is { } request => _invites.DescribeAsync(sender, iq, request),
            ("get", "query") => Task.FromResult(desk.Ask(sender, iq, step => Nodes.Result(iq, GroupShapes.Describe(step.Group)))),
            ("get", "participating") => Task.FromResult(Participating(sender, iq)),
            ("get", "invite") => isAboutOne ? _invites.CodeAsync(sender, iq) : _invites.InfoAsync(iq, child),
            ("get", "membership_approval_requests") => Task.FromResult(_requests.List(sender, iq)),
            ("get", "sub_groups") => Task.FromResult(_communities.Groups(sender, iq)),
            ("get", "linked_groups_participants") => Task.FromResult(_communities.Participants(sender, iq)),
            ("get", "pictures") => Task.FromResult(pictures.OfCommunity(sender, iq, child)),
            ("set", "create") when child.Child("parent") is not null => _communities.CreateAsync(sender, iq, child),
            ("set", "create") => _members.CreateAsync(sender, iq, child),
            ("set", "leave") => _members.LeaveAsync(sender, iq, child),
            ("set", "add") => _members.AddAsync(sender, iq, child),
            ("set", "remove" or "promote" or "demote") => _members.ChangeAsync(sender, iq, child),
            ("set", "invite") => isAboutOne ? _invites.RevokeAsync(sender, iq) : _invites.JoinAsync(sender, iq, child),
            ("set", "accept") => _invites.AcceptAsync(sender, iq, child),
            ("set", "revoke") => _invites.VoidAsync(sender, iq, child),
            ("set", "membership_requests_action") => _requests.DecideAsync(sender, iq, child),
            ("set", "links" or "unlink") => _communities.LinkAsync(sender, iq, child),
            ("set", _) => _settings.ChangeAsync(sender, iq, child),
            _ => Task.FromResult(Nodes.Unknown(iq)),
        };
    }

    private BinaryNode Participating(Device sender, BinaryNode iq)
    {
        lock (desk.Accounts.Gate)
        {
            return Nodes.Result(iq, new BinaryNode("groups", null, [.. desk.Groups.Of(sender.Account).Select(GroupShapes.Describe)]));
        }
    }
}

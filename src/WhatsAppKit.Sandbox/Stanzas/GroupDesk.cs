using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Sandbox.State;
using Group = WhatsAppKit.Sandbox.State.Group;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>
/// What requests about groups have in common: who may ask, one change at a time, kept before anybody is told, and told to
/// everybody before the one who asked is answered.
/// </summary>
internal sealed class GroupDesk(
    AccountDirectory accounts, GroupRegistry groups, GroupArchive archive, Delivery delivery, GroupAddressing addressing, TimeProvider time)
{
    public AccountDirectory Accounts => accounts;

    public GroupRegistry Groups => groups;

    /// <summary>Answers a member.</summary>
    public BinaryNode Ask(Device sender, BinaryNode iq, Func<GroupStep, BinaryNode> answer)
    {
        lock (accounts.Gate)
        {
            return Step(sender, iq, out var step) ?? answer(step!);
        }
    }

    /// <summary>Lets a member change the group that is asked about; nothing is changed when the answer is an error.</summary>
    public Task<BinaryNode> ChangeAsync(Device sender, BinaryNode iq, Func<GroupStep, BinaryNode> change) =>
        RunAsync(iq, (now, notices) => Step(sender, iq, out var step, now, notices) ?? change(step!));

    /// <summary>Lets an administrator change the group that is asked about.</summary>
    public Task<BinaryNode> AdministrateAsync(Device sender, BinaryNode iq, Func<GroupStep, BinaryNode> change) =>
        ChangeAsync(sender, iq, step => step.Member.IsAdmin ? change(step) : Nodes.Error(iq, 403, "forbidden"));

    /// <summary>Makes a change that is not made by a member.</summary>
    public async Task<BinaryNode> RunAsync(BinaryNode iq, Func<long, GroupNotices, BinaryNode> change)
    {
        var notices = new GroupNotices();
        BinaryNode answer;
        lock (accounts.Gate)
        {
            answer = change(time.GetUtcNow().ToUnixTimeSeconds(), notices);
        }

        foreach (var group in notices.Changed)
        {
            await archive.SaveAsync(group).ConfigureAwait(false);
        }

        await notices.SendAsync(delivery).ConfigureAwait(false);
        return answer.Tag == "iq" ? answer : Nodes.Result(iq, answer);
    }

    /// <summary>A group with its first member. The caller holds the gate.</summary>
    public Group Found(Account creator, string subject, long now)
    {
        var group = new Group(GroupRegistry.NewId(), addressing)
        {
            Subject = subject,
            SubjectAt = now,
            SubjectBy = creator,
            Creator = creator,
            CreatedAt = now,
        };
        group.Members.Add(new Member(creator, GroupRole.SuperAdmin));
        groups.Add(group);
        return group;
    }

    private BinaryNode? Step(Device sender, BinaryNode iq, out GroupStep? step, long now = 0, GroupNotices? notices = null)
    {
        step = null;
        if (groups.Find(iq.Jid("to") ?? default) is not { } group)
        {
            return Nodes.Error(iq, 404, "item-not-found");
        }

        if (group.Find(sender.Account) is not { } member)
        {
            return Nodes.Error(iq, 403, "forbidden");
        }

        step = new GroupStep(sender, iq, group, member, now, notices ?? new GroupNotices());
        return null;
    }
}

/// <summary>One request of a member. The gate is held while it is worked on.</summary>
internal sealed record GroupStep(Device Sender, BinaryNode Iq, Group Group, Member Member, long Now, GroupNotices Notices)
{
    public void TellAll(BinaryNode change) => Notices.To(Group, Group.Devices, GroupShapes.Notice(Group, Sender, Now, change));
}

/// <summary>What is to be told to whom, and which groups are to be kept; collected under the gate, done outside it.</summary>
internal sealed class GroupNotices
{
    private readonly List<(Device Device, BinaryNode Notice)> _all = [];
    private readonly HashSet<Group> _changed = [];

    public IReadOnlyCollection<Group> Changed => _changed;

    public void Keep(Group group) => _changed.Add(group);

    public void To(Group group, IEnumerable<Device> devices, BinaryNode notice)
    {
        Keep(group);
        _all.AddRange(devices.Select(device => (device, notice)));
    }

    public async Task SendAsync(Delivery delivery)
    {
        foreach (var (device, notice) in _all)
        {
            await delivery.DeliverAsync(device, notice).ConfigureAwait(false);
        }
    }
}

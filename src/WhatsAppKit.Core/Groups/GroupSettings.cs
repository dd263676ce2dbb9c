using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Groups;

/// <summary>What a group is called, and who may do what in it. Errors are those of <see cref="GroupService"/>.</summary>
public sealed class GroupSettings
{
    private static readonly TimeSpan[] Lifetimes = [TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(90)];

    private readonly GroupDirectory _directory;
    private readonly GroupEditor _editor;

    internal GroupSettings(GroupDirectory directory, GroupEditor editor)
    {
        _directory = directory;
        _editor = editor;
    }

    /// <summary>Gives the group another name.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="subject">The name, not empty. The server refuses one that is too long (406).</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task SetSubjectAsync(Jid group, string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return _editor.EditAsync(
            group,
            GroupNodes.Text("subject", subject),
            known => known.Subject == subject ? known : known with { Subject = subject, SubjectChangedBy = null, SubjectChangedAt = _editor.Now },
            cancellationToken);
    }

    /// <summary>
    /// Gives the group another description. When somebody else changed it since this device last heard of it, the newer one is
    /// asked for and then replaced.
    /// </summary>
    /// <param name="group">The group's address.</param>
    /// <param name="description">What it says; null or empty takes it away.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task SetDescriptionAsync(Jid group, string? description, CancellationToken cancellationToken = default)
    {
        var known = await _directory.GetAsync(GroupEditor.Require(group), cancellationToken).ConfigureAwait(false);
        try
        {
            await DescribeAsync(known, description, cancellationToken).ConfigureAwait(false);
        }
        catch (WhatsAppRequestException error) when (error.Reason == RequestRefusal.Conflict)
        {
            var current = await _directory.RefreshAsync(group, cancellationToken).ConfigureAwait(false);
            await DescribeAsync(current, description, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lets only administrators send messages, or everybody again.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="isOn">True when only administrators may.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task SetAnnouncementAsync(Jid group, bool isOn, CancellationToken cancellationToken = default) => _editor.EditAsync(
        group, new BinaryNode(isOn ? "announcement" : "not_announcement"), known => known with { IsAnnouncement = isOn }, cancellationToken);

    /// <summary>Lets only administrators change name, description, picture and timer, or everybody again.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="isOn">True when only administrators may.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task SetLockedAsync(Jid group, bool isOn, CancellationToken cancellationToken = default) =>
        _editor.EditAsync(group, new BinaryNode(isOn ? "locked" : "unlocked"), known => known with { IsLocked = isOn }, cancellationToken);

    /// <summary>Lets new messages disappear after a time.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="lifetime">1, 7 or 90 days; null lets them stay.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException">WhatsApp does not take that time.</exception>
    public Task SetMessageLifetimeAsync(Jid group, TimeSpan? lifetime, CancellationToken cancellationToken = default)
    {
        RequireLifetime(lifetime);
        return _editor.EditAsync(group, GroupNodes.Ephemeral(lifetime), known => known with { MessageLifetime = lifetime }, cancellationToken);
    }

    /// <summary>Chooses who may add members.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="mode">Who may.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task SetMemberAddModeAsync(Jid group, GroupMemberAddMode mode, CancellationToken cancellationToken = default) =>
        _editor.EditAsync(group, GroupNodes.MemberAddMode(mode), known => known with { MemberAddMode = mode }, cancellationToken);

    /// <summary>Makes an administrator let in whoever comes by link, or nobody any more.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="isOn">True when people must be let in.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task SetApprovalAsync(Jid group, bool isOn, CancellationToken cancellationToken = default) =>
        _editor.EditAsync(group, GroupNodes.ApprovalMode(isOn), known => known with { NeedsApproval = isOn }, cancellationToken);

    internal static void RequireLifetime(TimeSpan? lifetime)
    {
        if (lifetime is { } time && !Lifetimes.Contains(time))
        {
            throw new ArgumentOutOfRangeException(nameof(lifetime), lifetime, "Messages of a group disappear after 1, 7 or 90 days.");
        }
    }

    private Task<BinaryNode> DescribeAsync(Group known, string? description, CancellationToken cancellationToken)
    {
        var id = _editor.NewId();
        var written = string.IsNullOrEmpty(description) ? null : new GroupDescription(id, description) { ChangedAt = _editor.Now };
        return _editor.EditAsync(
            known.Jid,
            GroupNodes.Description(id, known.Description?.Id, description),
            current => current.Description?.Id == written?.Id ? current : current with { Description = written },
            cancellationToken);
    }
}

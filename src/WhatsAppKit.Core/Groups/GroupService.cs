using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Groups;

/// <summary>Makes groups, describes them, and changes who is in them.</summary>
/// <remarks>
/// Every method throws <see cref="ArgumentException"/> for an address that is no group's or no person's,
/// <see cref="WhatsAppNotConnectedException"/> without a connection, <see cref="RequestTimeoutException"/> when the server does
/// not answer (a change may have been made all the same), and <see cref="WhatsAppRequestException"/> when it refuses: its
/// <see cref="WhatsAppRequestException.Reason"/> is <see cref="RequestRefusal.Forbidden"/> for what this account may not do there,
/// <see cref="RequestRefusal.NotFound"/> where there is no such group.
/// </remarks>
public sealed class GroupService
{
    private readonly GroupDirectory _directory;
    private readonly GroupEditor _editor;

    internal GroupService(GroupDirectory directory, GroupEditor editor)
    {
        _directory = directory;
        _editor = editor;
        Settings = new GroupSettings(directory, editor);
        Invites = new GroupInvites(directory, editor);
        JoinRequests = new GroupJoinRequests(editor);
    }

    /// <summary>What a group is called, and who may do what in it.</summary>
    public GroupSettings Settings { get; }

    /// <summary>Invite links, and invitations for one person.</summary>
    public GroupInvites Invites { get; }

    /// <summary>People who ask to be let in.</summary>
    public GroupJoinRequests JoinRequests { get; }

    /// <summary>A group as the server describes it now.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Group> GetAsync(Jid group, CancellationToken cancellationToken = default) =>
        _directory.RefreshAsync(GroupEditor.Require(group), cancellationToken);

    /// <summary>
    /// A group as this device knows it, kept right by what the server reports; asked for when it is not known, or when a report
    /// left doubt. Use <see cref="GetAsync"/> to ask in any case.
    /// </summary>
    /// <param name="group">The group's address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<Group> GetKnownAsync(Jid group, CancellationToken cancellationToken = default) =>
        _directory.GetAsync(GroupEditor.Require(group), cancellationToken);

    /// <summary>All groups and communities this account is in, as the server describes them now.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<IReadOnlyList<Group>> ListAsync(CancellationToken cancellationToken = default) => _directory.RefreshAllAsync(cancellationToken);

    /// <summary>Makes a group of this account and others, with the usual settings.</summary>
    /// <param name="subject">The group's name, not empty. The server refuses one that is too long (406).</param>
    /// <param name="participants">Whom to add, by phone number or LID; this account is in it anyway.</param>
    /// <param name="cancellationToken">Stops waiting; the group may still be made.</param>
    /// <returns>The group with those who are in it; who could not be added is in <see cref="Group.NotAdded"/>.</returns>
    public Task<Group> CreateAsync(string subject, IEnumerable<Jid> participants, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(participants);
        return CreateAsync(new GroupCreation(subject) { Participants = [.. participants] }, cancellationToken);
    }

    /// <summary>Makes a group.</summary>
    /// <param name="creation">What it is to be like.</param>
    /// <param name="cancellationToken">Stops waiting; the group may still be made.</param>
    /// <returns>The group with those who are in it; who could not be added is in <see cref="Group.NotAdded"/>.</returns>
    public async Task<Group> CreateAsync(GroupCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);
        ArgumentException.ThrowIfNullOrEmpty(creation.Subject, nameof(creation));
        if (creation.Community is { IsGroup: false })
        {
            throw new ArgumentException("The address is no community's.", nameof(creation));
        }

        GroupSettings.RequireLifetime(creation.MessageLifetime);
        var people = await _editor.PeopleAsync(creation.Participants, withToken: true, cancellationToken).ConfigureAwait(false);
        var answer = await _editor.AskAsync(GroupNodes.Create(creation, _editor.NewId(), people), cancellationToken).ConfigureAwait(false);
        var group = GroupReader.ReadAnswer(answer);
        await _directory.LearnAsync(GroupReader.Pairs(answer.Child("group")!), cancellationToken).ConfigureAwait(false);
        return group;
    }

    /// <summary>Takes this account out of a group.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task LeaveAsync(Jid group, CancellationToken cancellationToken = default)
    {
        await _editor.AskAsync(GroupNodes.Leave(GroupEditor.Require(group)), cancellationToken).ConfigureAwait(false);
        await _editor.LeftAsync(group, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Adds people to a group. Somebody whose privacy settings forbid it comes back with
    /// <see cref="ParticipantResult.AddRequest"/>: send it with <c>client.Messages.SendGroupInviteAsync</c>.
    /// </summary>
    /// <param name="group">The group's address.</param>
    /// <param name="participants">Whom to add, by phone number or LID; at least one.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <returns>What became of each person.</returns>
    public Task<IReadOnlyList<ParticipantResult>> AddParticipantsAsync(
        Jid group, IEnumerable<Jid> participants, CancellationToken cancellationToken = default) =>
        _editor.ChangeMembersAsync(group, "add", null, participants, cancellationToken);

    /// <summary>Removes people from a group. What this device sends there afterwards, they cannot read.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="participants">Whom to remove, by phone number or LID; at least one.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <returns>What became of each person.</returns>
    public Task<IReadOnlyList<ParticipantResult>> RemoveParticipantsAsync(
        Jid group, IEnumerable<Jid> participants, CancellationToken cancellationToken = default) =>
        _editor.ChangeMembersAsync(group, "remove", null, participants, cancellationToken);

    /// <summary>Makes members administrators.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="participants">Whom, by phone number or LID; at least one.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <returns>What became of each person.</returns>
    public Task<IReadOnlyList<ParticipantResult>> PromoteParticipantsAsync(
        Jid group, IEnumerable<Jid> participants, CancellationToken cancellationToken = default) =>
        _editor.ChangeMembersAsync(group, "promote", null, participants, cancellationToken);

    /// <summary>Makes administrators ordinary members again.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="participants">Whom, by phone number or LID; at least one.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <returns>What became of each person.</returns>
    public Task<IReadOnlyList<ParticipantResult>> DemoteParticipantsAsync(
        Jid group, IEnumerable<Jid> participants, CancellationToken cancellationToken = default) =>
        _editor.ChangeMembersAsync(group, "demote", null, participants, cancellationToken);
}

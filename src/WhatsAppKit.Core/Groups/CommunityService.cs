using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Groups;

/// <summary>Communities: groups under one roof. A community is itself a group: name, description and members go through <c>client.Groups</c>. Errors are those of <see cref="GroupService"/>.</summary>
public sealed class CommunityService
{
    private readonly GroupDirectory _directory;
    private readonly GroupEditor _editor;

    internal CommunityService(GroupDirectory directory, GroupEditor editor)
    {
        _directory = directory;
        _editor = editor;
    }

    /// <summary>Makes a community. The server makes the group of its announcements with it.</summary>
    /// <param name="creation">What it is to be like.</param>
    /// <param name="cancellationToken">Stops waiting; the community may still be made.</param>
    public async Task<Group> CreateAsync(CommunityCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);
        ArgumentException.ThrowIfNullOrEmpty(creation.Subject, nameof(creation));
        return GroupReader.ReadAnswer(
            await _editor.AskAsync(GroupNodes.Create(creation, _editor.NewId()), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes this account out of a community and of the groups in it.</summary>
    /// <param name="community">The community's address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task LeaveAsync(Jid community, CancellationToken cancellationToken = default)
    {
        await _editor.AskAsync(GroupNodes.Leave(GroupEditor.Require(community), "community"), cancellationToken).ConfigureAwait(false);

        // Which groups were in it, the notifications tell.
        await _editor.LeftAsync(community, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts a group into a community. This account administrates both.</summary>
    /// <param name="community">The community's address.</param>
    /// <param name="group">The group's address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task LinkAsync(Jid community, Jid group, CancellationToken cancellationToken = default) => ChangeAsync(
        community,
        group,
        new BinaryNode("links", null, new BinaryNode("link", [("link_type", "sub_group")], Child(group))),
        known => known with { Community = community },
        cancellationToken);

    /// <summary>Takes a group out of a community.</summary>
    /// <param name="community">The community's address.</param>
    /// <param name="group">The group's address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task UnlinkAsync(Jid community, Jid group, CancellationToken cancellationToken = default) => ChangeAsync(
        community,
        group,
        new BinaryNode("unlink", [("unlink_type", "sub_group")], Child(group)),
        known => known with { Community = null },
        cancellationToken);

    /// <summary>The groups in a community, the one of its announcements included.</summary>
    /// <param name="community">The community's address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<LinkedGroup>> ListGroupsAsync(Jid community, CancellationToken cancellationToken = default)
    {
        var answer = await _editor.AskAsync(
            GroupNodes.Get(GroupEditor.Require(community), new BinaryNode("sub_groups")), cancellationToken).ConfigureAwait(false);
        return LinkedGroup.ReadAll(answer.Child("sub_groups") ?? throw new ProtocolException("The answer to a question about a community has no groups."));
    }

    /// <summary>Everybody in the groups of a community.</summary>
    /// <param name="community">The community's address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<GroupParticipant>> ListParticipantsAsync(Jid community, CancellationToken cancellationToken = default)
    {
        var answer = await _editor.AskAsync(
            GroupNodes.Get(GroupEditor.Require(community), new BinaryNode("linked_groups_participants")), cancellationToken).ConfigureAwait(false);
        var people = answer.Child("linked_groups_participants")
            ?? throw new ProtocolException("The answer to a question about a community has no participants.");
        await _directory.LearnAsync(GroupReader.Pairs(people), cancellationToken).ConfigureAwait(false);
        return GroupReader.Participants(people);
    }

    /// <summary>Removes people from a community and from all groups in it.</summary>
    /// <param name="community">The community's address.</param>
    /// <param name="participants">Whom to remove, by phone number or LID; at least one.</param>
    /// <param name="cancellationToken">Stops waiting; the change may still be made.</param>
    /// <returns>What became of each person.</returns>
    public Task<IReadOnlyList<ParticipantResult>> RemoveParticipantsAsync(
        Jid community, IEnumerable<Jid> participants, CancellationToken cancellationToken = default) =>
        _editor.ChangeMembersAsync(community, "remove", [("linked_groups", "true")], participants, cancellationToken);

    private static BinaryNode Child(Jid group) => new("group", [("jid", GroupEditor.Require(group))]);

    private async Task ChangeAsync(Jid community, Jid group, BinaryNode change, Func<Group, Group?> patch, CancellationToken cancellationToken)
    {
        using var inquiry = _directory.Begin();
        var answer = await _editor.AskAsync(GroupNodes.Set(GroupEditor.Require(community), change), cancellationToken).ConfigureAwait(false);
        if (FindError(answer) is { } error)
        {
            throw new WhatsAppRequestException("w:g2 set", error, "for one of the groups");
        }

        _directory.Made(inquiry, group, patch);
    }

    /// <summary>A request may name several groups, so each has an error of its own inside an answer that is none.</summary>
    private static int? FindError(BinaryNode answer) =>
        (answer.Child("links")?.Child("link") ?? answer.Child("unlink"))?.Child("group")?.Number("error") is > 0 and <= int.MaxValue and var code ? (int)code : null;
}

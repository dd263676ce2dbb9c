using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Groups;

/// <summary>
/// Invite links, and invitations for one person (which come as <see cref="GroupInviteContent"/>). Errors are those of
/// <see cref="GroupService"/>; further reasons are <see cref="RequestRefusal.Gone"/> for a link that was revoked or an invitation
/// that has ended, <see cref="RequestRefusal.NotAcceptable"/> for one that never was, and <see cref="RequestRefusal.NotAuthorized"/>
/// for a link that only administrators may have.
/// </summary>
public sealed class GroupInvites
{
    private readonly GroupDirectory _directory;
    private readonly GroupEditor _editor;

    internal GroupInvites(GroupDirectory directory, GroupEditor editor)
    {
        _directory = directory;
        _editor = editor;
    }

    /// <summary>The code of a group's invite link; <see cref="GroupInviteLink.Of"/> makes the link of it.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<string> GetCodeAsync(Jid group, CancellationToken cancellationToken = default) => CodeOf(
        await _editor.AskAsync(GroupNodes.Get(GroupEditor.Require(group), new BinaryNode("invite")), cancellationToken).ConfigureAwait(false));

    /// <summary>Revokes a group's invite link and makes another.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="cancellationToken">Stops waiting; the link may still be revoked.</param>
    /// <returns>The new link's code.</returns>
    public async Task<string> RevokeCodeAsync(Jid group, CancellationToken cancellationToken = default) => CodeOf(
        await _editor.AskAsync(GroupNodes.Set(GroupEditor.Require(group), new BinaryNode("invite")), cancellationToken).ConfigureAwait(false));

    /// <summary>What the server tells about the group behind an invite link before one joins: not all of its members.</summary>
    /// <param name="linkOrCode">The link or its code.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Group> GetInfoAsync(string linkOrCode, CancellationToken cancellationToken = default) =>
        GroupReader.ReadAnswer(await _editor.AskAsync(GroupNodes.Get(Invite(linkOrCode)), cancellationToken).ConfigureAwait(false));

    /// <summary>Joins the group behind an invite link, or asks to be let in where that is needed.</summary>
    /// <param name="linkOrCode">The link or its code.</param>
    /// <param name="cancellationToken">Stops waiting; the account may still join.</param>
    /// <exception cref="ProtocolException">The answer names no group.</exception>
    public async Task<GroupJoinResult> JoinAsync(string linkOrCode, CancellationToken cancellationToken = default)
    {
        var answer = await _editor.AskAsync(GroupNodes.Set(Invite(linkOrCode)), cancellationToken).ConfigureAwait(false);
        var pending = answer.Child("membership_approval_request");
        return (pending ?? answer.Child("group")) is { } node && GroupReader.JidOf(node) is { } group
            ? new GroupJoinResult(group, pending is not null)
            : throw new ProtocolException("The answer to joining a group names no group.");
    }

    /// <summary>What the server tells about the group of an invitation for this account.</summary>
    /// <param name="invite">The invitation.</param>
    /// <param name="inviter">Who sent it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Group> GetInfoAsync(GroupInviteContent invite, Jid inviter, CancellationToken cancellationToken = default)
    {
        var request = Request("add_request", invite, inviter);
        return GroupReader.ReadAnswer(
            await _editor.AskAsync(GroupNodes.Get(invite.Group, new BinaryNode("query", null, request)), cancellationToken).ConfigureAwait(false),
            invite.Group);
    }

    /// <summary>Joins a group on an invitation for this account. It is good once.</summary>
    /// <param name="invite">The invitation.</param>
    /// <param name="inviter">Who sent it.</param>
    /// <param name="cancellationToken">Stops waiting; the account may still join.</param>
    public Task AcceptAsync(GroupInviteContent invite, Jid inviter, CancellationToken cancellationToken = default)
    {
        var request = Request("accept", invite, inviter);
        return _editor.AskAsync(GroupNodes.Set(invite.Group, request), cancellationToken);
    }

    /// <summary>Makes invitations for single people void.</summary>
    /// <param name="group">The group's address.</param>
    /// <param name="people">Whom they were for; at least one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task RevokeAsync(Jid group, IEnumerable<Jid> people, CancellationToken cancellationToken = default)
    {
        var nodes = await _editor.PeopleAsync(people, withToken: false, cancellationToken).ConfigureAwait(false);
        if (nodes.Count == 0)
        {
            throw new ArgumentException("Nobody is named.", nameof(people));
        }

        await _editor.AskAsync(GroupNodes.Set(GroupEditor.Require(group), new BinaryNode("revoke", null, [.. nodes])), cancellationToken).ConfigureAwait(false);
    }

    private static BinaryNode Request(string tag, GroupInviteContent invite, Jid inviter)
    {
        ArgumentNullException.ThrowIfNull(invite);
        GroupEditor.Require(invite.Group);
        ArgumentException.ThrowIfNullOrEmpty(invite.Code, nameof(invite));
        return inviter.IsPhoneNumber || inviter.IsLid
            ? GroupNodes.AddRequest(tag, invite.Code, invite.ExpiresAt, inviter)
            : throw new ArgumentException("Whoever invites is a person.", nameof(inviter));
    }

    private static BinaryNode Invite(string linkOrCode) => new("invite", [("code", GroupInviteLink.CodeOf(linkOrCode))]);

    private static string CodeOf(BinaryNode answer) =>
        answer.Child("invite")?["code"] ?? throw new ProtocolException("The answer to a question about an invite link has no code.");
}

/// <summary>What became of joining a group.</summary>
/// <param name="Group">The group.</param>
/// <param name="IsPending">True when an administrator must let this account in first.</param>
public sealed record GroupJoinResult(Jid Group, bool IsPending);

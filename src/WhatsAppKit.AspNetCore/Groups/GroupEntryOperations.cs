using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Contracts.Groups;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Groups;

/// <summary>What instances are asked about the ways into groups: links, invitations, requests.</summary>
internal static class GroupEntryOperations
{
    public static readonly InstanceOperation<Jid, GroupInviteResponse> GetInvite = new(
        "groups.invite.get",
        async (client, group, cancellationToken) => GroupMapping.ToInvite(await client.Groups.Invites.GetCodeAsync(group, cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<Jid, GroupInviteResponse> RevokeInvite = new(
        "groups.invite.revoke",
        async (client, group, cancellationToken) => GroupMapping.ToInvite(await client.Groups.Invites.RevokeCodeAsync(group, cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<string, GroupResponse> InviteInfo = new(
        "groups.invite.info",
        async (client, code, cancellationToken) => (await client.Groups.Invites.GetInfoAsync(code, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<string, JoinedGroupResponse> Join = new(
        "groups.join",
        async (client, code, cancellationToken) =>
        {
            var joined = await client.Groups.Invites.JoinAsync(code, cancellationToken).ConfigureAwait(false);
            return new JoinedGroupResponse(joined.Group.ToString(), joined.IsPending);
        });

    public static readonly InstanceOperation<InvitationToSend, SentResponse> SendInvitation = new(
        "groups.invitations.send",
        async (client, invitation, cancellationToken) =>
        {
            var group = await client.Groups.GetKnownAsync(invitation.Group, cancellationToken).ConfigureAwait(false);
            var notAdded = new ParticipantResult(invitation.Person, (int)System.Net.HttpStatusCode.Forbidden)
            {
                AddRequest = new GroupAddRequest(invitation.Code, invitation.ExpiresAt),
            };
            var sent = await client.Messages.SendGroupInviteAsync(group, notAdded, invitation.Caption, default, null, cancellationToken).ConfigureAwait(false);
            return new SentResponse(sent.Id, sent.Timestamp);
        });

    public static readonly InstanceOperation<Invitation, GroupResponse> InvitationInfo = new(
        "groups.invitations.info",
        async (client, invitation, cancellationToken) =>
            (await client.Groups.Invites.GetInfoAsync(invitation.Content, invitation.Inviter, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<Invitation, Nothing> AcceptInvitation = Operation.Do<Invitation>(
        "groups.invitations.accept",
        (client, invitation, cancellationToken) => client.Groups.Invites.AcceptAsync(invitation.Content, invitation.Inviter, cancellationToken));

    public static readonly InstanceOperation<GroupPeople, Nothing> RevokeInvitations = Operation.Do<GroupPeople>(
        "groups.invitations.revoke",
        (client, change, cancellationToken) => client.Groups.Invites.RevokeAsync(change.Group, change.People, cancellationToken));

    public static readonly InstanceOperation<Jid, IReadOnlyList<JoinRequestResponse>> ListRequests = new(
        "groups.join-requests.list",
        async (client, group, cancellationToken) =>
            [.. (await client.Groups.JoinRequests.ListAsync(group, cancellationToken).ConfigureAwait(false)).Select(request => request.ToResponse())]);

    public static readonly InstanceOperation<GroupPeople, IReadOnlyList<ParticipantResultResponse>> Approve = new(
        "groups.join-requests.approve",
        async (client, change, cancellationToken) =>
            (await client.Groups.JoinRequests.ApproveAsync(change.Group, change.People, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<GroupPeople, IReadOnlyList<ParticipantResultResponse>> Reject = new(
        "groups.join-requests.reject",
        async (client, change, cancellationToken) =>
            (await client.Groups.JoinRequests.RejectAsync(change.Group, change.People, cancellationToken).ConfigureAwait(false)).ToResponse());
}

/// <summary>An invitation for somebody who could not be added.</summary>
internal sealed record InvitationToSend(Jid Group, Jid Person, string Code, DateTimeOffset? ExpiresAt, string? Caption);

/// <summary>An invitation that the account got.</summary>
internal sealed record Invitation(Jid Group, Jid Inviter, string Code, DateTimeOffset? ExpiresAt)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public GroupInviteContent Content => new(Group, Code, "") { ExpiresAt = ExpiresAt };
}

using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Contracts.Groups;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;

namespace WhatsAppKit.AspNetCore.Groups;

/// <summary>What instances are asked about communities.</summary>
internal static class CommunityOperations
{
    public static readonly InstanceOperation<CommunityCreation, GroupResponse> Create = new(
        "communities.create",
        async (client, creation, cancellationToken) => (await client.Communities.CreateAsync(creation, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<Jid, Nothing> Leave = Operation.Do<Jid>(
        "communities.leave", (client, community, cancellationToken) => client.Communities.LeaveAsync(community, cancellationToken));

    public static readonly InstanceOperation<Jid, IReadOnlyList<CommunityGroupResponse>> Groups = new(
        "communities.groups",
        async (client, community, cancellationToken) =>
            [.. (await client.Communities.ListGroupsAsync(community, cancellationToken).ConfigureAwait(false)).Select(group =>
                new CommunityGroupResponse(group.Jid.ToString(), group.Subject, group.IsAnnouncements, group.CreatedAt, group.Size))]);

    public static readonly InstanceOperation<GroupOfCommunity, Nothing> Link = Operation.Do<GroupOfCommunity>(
        "communities.groups.link",
        (client, change, cancellationToken) => client.Communities.LinkAsync(change.Community, change.Group, cancellationToken));

    public static readonly InstanceOperation<GroupOfCommunity, Nothing> Unlink = Operation.Do<GroupOfCommunity>(
        "communities.groups.unlink",
        (client, change, cancellationToken) => client.Communities.UnlinkAsync(change.Community, change.Group, cancellationToken));

    public static readonly InstanceOperation<Jid, IReadOnlyList<ParticipantResponse>> Participants = new(
        "communities.participants",
        async (client, community, cancellationToken) =>
            (await client.Communities.ListParticipantsAsync(community, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<GroupPeople, IReadOnlyList<ParticipantResultResponse>> RemoveParticipants = new(
        "communities.participants.remove",
        async (client, change, cancellationToken) =>
            (await client.Communities.RemoveParticipantsAsync(change.Group, change.People, cancellationToken).ConfigureAwait(false)).ToResponse());
}

/// <summary>A community, and a group that is or shall be in it.</summary>
internal sealed record GroupOfCommunity(Jid Community, Jid Group);

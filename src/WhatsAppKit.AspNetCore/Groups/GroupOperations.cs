using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Contracts.Groups;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;

namespace WhatsAppKit.AspNetCore.Groups;

/// <summary>What instances are asked about groups.</summary>
internal static class GroupOperations
{
    public static readonly InstanceOperation<Nothing, IReadOnlyList<GroupResponse>> List = new(
        "groups.list",
        async (client, _, cancellationToken) =>
            [.. (await client.Groups.ListAsync(cancellationToken).ConfigureAwait(false)).Select(group => group.ToResponse())]);

    public static readonly InstanceOperation<GroupWanted, GroupResponse> Get = new(
        "groups.get",
        async (client, wanted, cancellationToken) => (wanted.IsKnown
            ? await client.Groups.GetKnownAsync(wanted.Group, cancellationToken).ConfigureAwait(false)
            : await client.Groups.GetAsync(wanted.Group, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<GroupToCreate, GroupResponse> Create = new(
        "groups.create",
        async (client, wanted, cancellationToken) =>
        {
            var group = await client.Groups.CreateAsync(wanted.Creation, cancellationToken).ConfigureAwait(false);
            if (wanted.Description is { } description)
            {
                await client.Groups.Settings.SetDescriptionAsync(group.Jid, description, cancellationToken).ConfigureAwait(false);
            }

            var answer = group.ToResponse();
            return answer with { Description = wanted.Description ?? answer.Description };
        });

    public static readonly InstanceOperation<GroupToChange, GroupResponse> Change = new(
        "groups.change",
        async (client, change, cancellationToken) =>
        {
            await ChangeAsync(client.Groups.Settings, change, cancellationToken).ConfigureAwait(false);
            return (await client.Groups.GetAsync(change.Group, cancellationToken).ConfigureAwait(false)).ToResponse();
        });

    public static readonly InstanceOperation<Jid, Nothing> Leave = Operation.Do<Jid>(
        "groups.leave", (client, group, cancellationToken) => client.Groups.LeaveAsync(group, cancellationToken));

    public static readonly InstanceOperation<GroupPeople, IReadOnlyList<ParticipantResultResponse>> Add = new(
        "groups.participants.add",
        async (client, change, cancellationToken) =>
            (await client.Groups.AddParticipantsAsync(change.Group, change.People, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<GroupPeople, IReadOnlyList<ParticipantResultResponse>> Remove = new(
        "groups.participants.remove",
        async (client, change, cancellationToken) =>
            (await client.Groups.RemoveParticipantsAsync(change.Group, change.People, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<GroupPeople, IReadOnlyList<ParticipantResultResponse>> Promote = new(
        "groups.participants.promote",
        async (client, change, cancellationToken) =>
            (await client.Groups.PromoteParticipantsAsync(change.Group, change.People, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<GroupPeople, IReadOnlyList<ParticipantResultResponse>> Demote = new(
        "groups.participants.demote",
        async (client, change, cancellationToken) =>
            (await client.Groups.DemoteParticipantsAsync(change.Group, change.People, cancellationToken).ConfigureAwait(false)).ToResponse());

    public static readonly InstanceOperation<GroupLabel, SentResponse> SetMemberLabel = new(
        "groups.member-label",
        async (client, change, cancellationToken) =>
        {
            var sent = await client.Messages.SetMemberLabelAsync(change.Group, change.Label, null, cancellationToken).ConfigureAwait(false);
            return new SentResponse(sent.Id, sent.Timestamp);
        });

    private static async Task ChangeAsync(GroupSettings settings, GroupToChange change, CancellationToken cancellationToken)
    {
        if (change.Subject is { } subject)
        {
            await settings.SetSubjectAsync(change.Group, subject, cancellationToken).ConfigureAwait(false);
        }

        if (change.Description is { } description)
        {
            await settings.SetDescriptionAsync(change.Group, description, cancellationToken).ConfigureAwait(false);
        }

        if (change.IsAnnouncement is { } isAnnouncement)
        {
            await settings.SetAnnouncementAsync(change.Group, isAnnouncement, cancellationToken).ConfigureAwait(false);
        }

        if (change.IsLocked is { } isLocked)
        {
            await settings.SetLockedAsync(change.Group, isLocked, cancellationToken).ConfigureAwait(false);
        }

        if (change.NeedsApproval is { } needsApproval)
        {
            await settings.SetApprovalAsync(change.Group, needsApproval, cancellationToken).ConfigureAwait(false);
        }

        if (change.MemberAddMode is { } mode)
        {
            await settings.SetMemberAddModeAsync(change.Group, mode, cancellationToken).ConfigureAwait(false);
        }

        if (change.MessageLifetimeSeconds is { } seconds)
        {
            await settings.SetMessageLifetimeAsync(change.Group, seconds == 0 ? null : TimeSpan.FromSeconds(seconds), cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>A group, as the server has it or as the instance knows it.</summary>
internal sealed record GroupWanted(Jid Group, bool IsKnown);

/// <summary>A group that is to be made.</summary>
internal sealed record GroupToCreate(GroupCreation Creation, string? Description);

/// <summary>What shall change of a group; null for what stays.</summary>
internal sealed record GroupToChange(
    Jid Group,
    string? Subject,
    string? Description,
    bool? IsAnnouncement,
    bool? IsLocked,
    bool? NeedsApproval,
    GroupMemberAddMode? MemberAddMode,
    int? MessageLifetimeSeconds);

/// <summary>People of a group, or for one.</summary>
internal sealed record GroupPeople(Jid Group, IReadOnlyList<Jid> People);

/// <summary>The label beside the account's own name.</summary>
internal sealed record GroupLabel(Jid Group, string Label);

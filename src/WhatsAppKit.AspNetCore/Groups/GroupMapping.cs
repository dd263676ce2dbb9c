using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Groups;
using WhatsAppKit.Core.Groups;

namespace WhatsAppKit.AspNetCore.Groups;

/// <summary>Groups as the API tells of them.</summary>
internal static class GroupMapping
{
    public static GroupResponse ToResponse(this Group group) => new(
        group.Jid.ToString(),
        group.Subject,
        group.Description?.Text,
        group.Creator?.ToString(),
        group.CreatedAt,
        group.Size,
        group.IsAnnouncement,
        group.IsLocked,
        group.NeedsApproval,
        Words.Of(group.MemberAddMode),
        (int?)group.MessageLifetime?.TotalSeconds,
        group.IsCommunity,
        group.Community?.ToString(),
        group.IsCommunityAnnouncements,
        group.IsSuspended,
        group.Participants.ToResponse(),
        group.NotAdded.ToResponse());

    public static IReadOnlyList<ParticipantResponse> ToResponse(this IReadOnlyList<GroupParticipant> participants) =>
        [.. participants.Select(each => new ParticipantResponse(
            each.Jid.ToString(), each.Phone?.ToString(), each.Lid?.ToString(), Words.Of(each.Role), each.DisplayName))];

    public static IReadOnlyList<ParticipantResultResponse> ToResponse(this IReadOnlyList<ParticipantResult> results) =>
        [.. results.Select(each => new ParticipantResultResponse(
            each.Jid.ToString(), Words.Of(each.Outcome), each.Code, each.AddRequest?.Code, each.AddRequest?.ExpiresAt))];

    public static JoinRequestResponse ToResponse(this GroupJoinRequest request) => new(
        request.Jid.ToString(), request.Phone?.ToString(), request.RequestedAt, request.Method, request.RequestedBy?.ToString());

    public static GroupInviteResponse ToInvite(string code) => new(code, GroupInviteLink.Of(code));
}

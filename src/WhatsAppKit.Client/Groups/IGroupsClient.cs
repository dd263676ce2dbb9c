using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Contacts;
using WhatsAppKit.Contracts.Groups;

namespace WhatsAppKit.Client.Groups;

/// <summary>Groups.</summary>
public interface IGroupsClient
{
    /// <summary>List groups. Needs the permission <c>groups:read</c>.</summary>
    [Get(Routes.Groups)]
    Task<IReadOnlyList<GroupResponse>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Create group. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.Groups)]
    Task<GroupResponse> CreateAsync([Body] CreateGroupRequest request, CancellationToken cancellationToken = default);

    /// <summary>Get group. Needs the permission <c>groups:read</c>.</summary>
    [Get(Routes.Group)]
    Task<GroupResponse> GetAsync(string id, bool? known = null, CancellationToken cancellationToken = default);

    /// <summary>Update group. Needs the permission <c>groups:write</c>.</summary>
    [Patch(Routes.Group)]
    Task<GroupResponse> UpdateAsync(string id, [Body] UpdateGroupRequest request, CancellationToken cancellationToken = default);

    /// <summary>Leave group. Needs the permission <c>groups:write</c>.</summary>
    [Delete(Routes.Group)]
    Task LeaveAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Get group picture. Needs the permission <c>groups:read</c>.</summary>
    [Get(Routes.GroupPicture)]
    Task<PictureResponse> GetPictureAsync(string id, string? size = null, CancellationToken cancellationToken = default);

    /// <summary>Set group picture. Needs the permission <c>groups:write</c>.</summary>
    [Put(Routes.GroupPicture)]
    Task<SetPictureResponse> SetPictureAsync(string id, [Body] SetPictureRequest request, CancellationToken cancellationToken = default);

    /// <summary>Remove group picture. Needs the permission <c>groups:write</c>.</summary>
    [Delete(Routes.GroupPicture)]
    Task RemovePictureAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Add participants. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.AddParticipants)]
    Task<IReadOnlyList<ParticipantResultResponse>> AddParticipantsAsync(
        string id,
        [Body] ParticipantsRequest request,
        CancellationToken cancellationToken = default);

    /// <summary>Remove participants. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.RemoveParticipants)]
    Task<IReadOnlyList<ParticipantResultResponse>> RemoveParticipantsAsync(
        string id,
        [Body] ParticipantsRequest request,
        CancellationToken cancellationToken = default);

    /// <summary>Promote participants. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.PromoteParticipants)]
    Task<IReadOnlyList<ParticipantResultResponse>> PromoteParticipantsAsync(
        string id,
        [Body] ParticipantsRequest request,
        CancellationToken cancellationToken = default);

    /// <summary>Demote participants. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.DemoteParticipants)]
    Task<IReadOnlyList<ParticipantResultResponse>> DemoteParticipantsAsync(
        string id,
        [Body] ParticipantsRequest request,
        CancellationToken cancellationToken = default);

    /// <summary>Set member label. Needs the permission <c>groups:write</c>.</summary>
    [Put(Routes.MemberLabel)]
    Task<SentResponse> SetMemberLabelAsync(string id, [Body] MemberLabelRequest request, CancellationToken cancellationToken = default);

    /// <summary>Get group invite info. Needs the permission <c>groups:read</c>.</summary>
    [Post(Routes.GroupInviteInfo)]
    Task<GroupResponse> GetInviteInfoAsync([Body] GroupInviteRequest request, CancellationToken cancellationToken = default);

    /// <summary>Get group invite. Needs the permission <c>groups:read</c>.</summary>
    [Get(Routes.GroupInvite)]
    Task<GroupInviteResponse> GetInviteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Get group invitation info. Needs the permission <c>groups:read</c>.</summary>
    [Post(Routes.GroupInvitationInfo)]
    Task<GroupResponse> GetInvitationInfoAsync(string id, [Body] GroupInvitationRequest request, CancellationToken cancellationToken = default);

    /// <summary>List join requests. Needs the permission <c>groups:read</c>.</summary>
    [Get(Routes.JoinRequests)]
    Task<IReadOnlyList<JoinRequestResponse>> ListJoinRequestsAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Join group. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.JoinGroup)]
    Task<JoinedGroupResponse> JoinAsync([Body] GroupInviteRequest request, CancellationToken cancellationToken = default);

    /// <summary>Revoke group invite. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.RevokeGroupInvite)]
    Task<GroupInviteResponse> RevokeInviteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Send group invitation. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.GroupInvitations)]
    Task<SentResponse> SendInvitationAsync(string id, [Body] SendGroupInvitationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Accept group invitation. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.AcceptGroupInvitation)]
    Task AcceptInvitationAsync(string id, [Body] GroupInvitationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Revoke group invitations. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.RevokeGroupInvitations)]
    Task RevokeInvitationsAsync(string id, [Body] ParticipantsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Approve join requests. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.ApproveJoinRequests)]
    Task<IReadOnlyList<ParticipantResultResponse>> ApproveJoinRequestsAsync(
        string id,
        [Body] ParticipantsRequest request,
        CancellationToken cancellationToken = default);

    /// <summary>Reject join requests. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.RejectJoinRequests)]
    Task<IReadOnlyList<ParticipantResultResponse>> RejectJoinRequestsAsync(
        string id,
        [Body] ParticipantsRequest request,
        CancellationToken cancellationToken = default);
}

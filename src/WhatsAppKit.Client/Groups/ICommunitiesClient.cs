using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Contacts;
using WhatsAppKit.Contracts.Groups;

namespace WhatsAppKit.Client.Groups;

/// <summary>Communities.</summary>
public interface ICommunitiesClient
{
    /// <summary>List community groups. Needs the permission <c>groups:read</c>.</summary>
    [Get(Routes.CommunityGroups)]
    Task<IReadOnlyList<CommunityGroupResponse>> ListGroupsAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>List community participants. Needs the permission <c>groups:read</c>.</summary>
    [Get(Routes.CommunityParticipants)]
    Task<IReadOnlyList<ParticipantResponse>> ListParticipantsAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Get community picture. Needs the permission <c>groups:read</c>.</summary>
    [Get(Routes.CommunityPicture)]
    Task<PictureResponse> GetPictureAsync(string id, string? size = null, CancellationToken cancellationToken = default);

    /// <summary>Create community. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.Communities)]
    Task<GroupResponse> CreateAsync([Body] CreateCommunityRequest request, CancellationToken cancellationToken = default);

    /// <summary>Leave community. Needs the permission <c>groups:write</c>.</summary>
    [Delete(Routes.Community)]
    Task LeaveAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Link community group. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.LinkCommunityGroup)]
    Task LinkGroupAsync(string id, [Body] CommunityGroupRequest request, CancellationToken cancellationToken = default);

    /// <summary>Unlink community group. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.UnlinkCommunityGroup)]
    Task UnlinkGroupAsync(string id, [Body] CommunityGroupRequest request, CancellationToken cancellationToken = default);

    /// <summary>Remove community participants. Needs the permission <c>groups:write</c>.</summary>
    [Post(Routes.RemoveCommunityParticipants)]
    Task<IReadOnlyList<ParticipantResultResponse>> RemoveParticipantsAsync(
        string id,
        [Body] ParticipantsRequest request,
        CancellationToken cancellationToken = default);
}

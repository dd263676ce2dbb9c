using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Contacts;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Contacts;
using WhatsAppKit.Contracts.Groups;
using WhatsAppKit.Core.Groups;

namespace WhatsAppKit.AspNetCore.Groups;

internal static class CommunityEndpoints
{
    public static void Map(RouteGroupBuilder gateway)
    {
        var communities = gateway.MapGroup("").RateLimited(RatePolicy.Key).WithTags("Communities");
        var read = communities.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.GroupsRead));
        read.MapGet(Routes.CommunityGroups, GroupsAsync).WithName("ListCommunityGroups");
        read.MapGet(Routes.CommunityParticipants, ParticipantsAsync).WithName("ListCommunityParticipants");
        read.MapGet(Routes.CommunityPicture, PictureAsync).WithName("GetCommunityPicture");
        var write = communities.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.GroupsWrite));
        write.MapPost(Routes.Communities, CreateAsync).WithName("CreateCommunity");
        write.MapDelete(Routes.Community, LeaveAsync).WithName("LeaveCommunity");
        write.MapPost(Routes.LinkCommunityGroup, LinkAsync).WithName("LinkCommunityGroup");
        write.MapPost(Routes.UnlinkCommunityGroup, UnlinkAsync).WithName("UnlinkCommunityGroup");
        write.MapPost(Routes.RemoveCommunityParticipants, RemoveAsync).WithName("RemoveCommunityParticipants");
    }

    private static async Task<Created<GroupResponse>> CreateAsync(
        ConnectedInstance instance, JsonBody<CreateCommunityRequest> request, CancellationToken cancellationToken)
    {
        var creation = new CommunityCreation(GroupEndpoints.Subject(request.Value.Subject))
        {
            Description = GroupEndpoints.Description(request.Value.Description),
            LinkedGroupsNeedApproval = request.Value.LinkedGroupsNeedApproval ?? true,
            MembersMayCreateGroups = request.Value.MembersMayCreateGroups ?? true,
            WithGeneralChat = request.Value.WithGeneralChat ?? true,
        };
        var community = await instance.AskAsync(CommunityOperations.Create, creation, cancellationToken).ConfigureAwait(false);
        return TypedResults.Created($"{Routes.Groups}/{community.Id}", community);
    }

    private static Task<NoContent> LeaveAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(CommunityOperations.Leave, Address.Group(id, "id"), cancellationToken);

    private static Task<Results<Ok<PictureResponse>, FileContentHttpResult>> PictureAsync(
        string id, string? size, ConnectedInstance instance, HttpContext http, CancellationToken cancellationToken) =>
        Pictures.AnswerAsync(instance, Address.Group(id, "id"), size, http, cancellationToken, isCommunity: true);

    private static Task<Ok<IReadOnlyList<CommunityGroupResponse>>> GroupsAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(CommunityOperations.Groups, Address.Group(id, "id"), cancellationToken);

    private static Task<NoContent> LinkAsync(
        string id, ConnectedInstance instance, JsonBody<CommunityGroupRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(CommunityOperations.Link, Pair(id, request.Value), cancellationToken);

    private static Task<NoContent> UnlinkAsync(
        string id, ConnectedInstance instance, JsonBody<CommunityGroupRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(CommunityOperations.Unlink, Pair(id, request.Value), cancellationToken);

    private static Task<Ok<IReadOnlyList<ParticipantResponse>>> ParticipantsAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(CommunityOperations.Participants, Address.Group(id, "id"), cancellationToken);

    private static Task<Ok<IReadOnlyList<ParticipantResultResponse>>> RemoveAsync(
        string id, ConnectedInstance instance, JsonBody<ParticipantsRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(CommunityOperations.RemoveParticipants, GroupEndpoints.People(id, request.Value), cancellationToken);

    private static GroupOfCommunity Pair(string id, CommunityGroupRequest request) =>
        new(Address.Group(id, "id"), Address.Group(request.Group, "group"));
}

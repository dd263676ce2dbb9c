using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Groups;
using WhatsAppKit.Core.Groups;

namespace WhatsAppKit.AspNetCore.Groups;

/// <summary>The ways into groups: links, invitations, requests.</summary>
internal static class GroupEntryEndpoints
{
    private const int MaxLink = 500;
    private const int MaxCaption = 1024;

    public static void Map(RouteGroupBuilder gateway)
    {
        var groups = gateway.MapGroup("").RateLimited(RatePolicy.Key).WithTags("Groups");
        var read = groups.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.GroupsRead));
        read.MapPost(Routes.GroupInviteInfo, InfoAsync).WithName("GetGroupInviteInfo");
        read.MapGet(Routes.GroupInvite, GetInviteAsync).WithName("GetGroupInvite");
        read.MapPost(Routes.GroupInvitationInfo, InvitationInfoAsync).WithName("GetGroupInvitationInfo");
        read.MapGet(Routes.JoinRequests, ListRequestsAsync).WithName("ListJoinRequests");
        var write = groups.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.GroupsWrite));
        write.MapPost(Routes.JoinGroup, JoinAsync).WithName("JoinGroup");
        write.MapPost(Routes.RevokeGroupInvite, RevokeInviteAsync).WithName("RevokeGroupInvite");
        write.MapPost(Routes.GroupInvitations, SendInvitationAsync).WithName("SendGroupInvitation");
        write.MapPost(Routes.AcceptGroupInvitation, AcceptInvitationAsync).WithName("AcceptGroupInvitation");
        write.MapPost(Routes.RevokeGroupInvitations, RevokeInvitationsAsync).WithName("RevokeGroupInvitations");
        write.MapPost(Routes.ApproveJoinRequests, ApproveAsync).WithName("ApproveJoinRequests");
        write.MapPost(Routes.RejectJoinRequests, RejectAsync).WithName("RejectJoinRequests");
    }

    private static Task<Ok<GroupResponse>> InfoAsync(
        ConnectedInstance instance, JsonBody<GroupInviteRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(GroupEntryOperations.InviteInfo, Code(request.Value.Invite, "invite"), cancellationToken);

    private static Task<Ok<JoinedGroupResponse>> JoinAsync(
        ConnectedInstance instance, JsonBody<GroupInviteRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(GroupEntryOperations.Join, Code(request.Value.Invite, "invite"), cancellationToken);

    private static Task<Ok<GroupInviteResponse>> GetInviteAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(GroupEntryOperations.GetInvite, Address.Group(id, "id"), cancellationToken);

    private static Task<Ok<GroupInviteResponse>> RevokeInviteAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(GroupEntryOperations.RevokeInvite, Address.Group(id, "id"), cancellationToken);

    private static Task<Ok<SentResponse>> SendInvitationAsync(
        string id, ConnectedInstance instance, JsonBody<SendGroupInvitationRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(
            GroupEntryOperations.SendInvitation,
            new InvitationToSend(
                Address.Group(id, "id"),
                Address.Person(request.Value.Participant, "participant"),
                Code(request.Value.Code, "code"),
                request.Value.ExpiresAt,
                request.Value.Caption is { } caption ? Validated.Text(caption, "caption", MaxCaption, minLength: 0) : null),
            cancellationToken);

    private static Task<Ok<GroupResponse>> InvitationInfoAsync(
        string id, ConnectedInstance instance, JsonBody<GroupInvitationRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(GroupEntryOperations.InvitationInfo, InvitationOf(id, request.Value), cancellationToken);

    private static Task<NoContent> AcceptInvitationAsync(
        string id, ConnectedInstance instance, JsonBody<GroupInvitationRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(GroupEntryOperations.AcceptInvitation, InvitationOf(id, request.Value), cancellationToken);

    private static Task<NoContent> RevokeInvitationsAsync(
        string id, ConnectedInstance instance, JsonBody<ParticipantsRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(GroupEntryOperations.RevokeInvitations, GroupEndpoints.People(id, request.Value), cancellationToken);

    private static Task<Ok<IReadOnlyList<JoinRequestResponse>>> ListRequestsAsync(
        string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(GroupEntryOperations.ListRequests, Address.Group(id, "id"), cancellationToken);

    private static Task<Ok<IReadOnlyList<ParticipantResultResponse>>> ApproveAsync(
        string id, ConnectedInstance instance, JsonBody<ParticipantsRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(GroupEntryOperations.Approve, GroupEndpoints.People(id, request.Value), cancellationToken);

    private static Task<Ok<IReadOnlyList<ParticipantResultResponse>>> RejectAsync(
        string id, ConnectedInstance instance, JsonBody<ParticipantsRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(GroupEntryOperations.Reject, GroupEndpoints.People(id, request.Value), cancellationToken);

    private static Invitation InvitationOf(string id, GroupInvitationRequest request) => new(
        Address.Group(id, "id"), Address.Person(request.Inviter, "inviter"), Code(request.Code, "code"), request.ExpiresAt);

    private static string Code(string? linkOrCode, string field)
    {
        try
        {
            return GroupInviteLink.CodeOf(Validated.Text(linkOrCode, field, MaxLink));
        }
        catch (ArgumentException)
        {
            throw GatewayException.Invalid(field, "An invite link to a group, or its code, is needed.");
        }
    }
}

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

internal static class GroupEndpoints
{
    private const int MaxSubject = 100;
    private const int MaxDescription = 2048;
    private const int MaxParticipants = 1024;
    private const int MaxLabel = 30;

    private static readonly int[] Lifetimes = [86_400, 604_800, 7_776_000];

    public static void Map(RouteGroupBuilder gateway)
    {
        var groups = gateway.MapGroup("").RateLimited(RatePolicy.Key).WithTags("Groups");
        var read = groups.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.GroupsRead));
        read.MapGet(Routes.Groups, ListAsync).WithName("ListGroups");
        read.MapGet(Routes.Group, GetAsync).WithName("GetGroup");
        read.MapGet(Routes.GroupPicture, PictureAsync).WithName("GetGroupPicture");
        var write = groups.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.GroupsWrite));
        write.MapPost(Routes.Groups, CreateAsync).WithName("CreateGroup");
        write.MapPatch(Routes.Group, UpdateAsync).WithName("UpdateGroup");
        write.MapDelete(Routes.Group, LeaveAsync).WithName("LeaveGroup");
        write.MapPost(Routes.AddParticipants, AddAsync).WithName("AddParticipants");
        write.MapPost(Routes.RemoveParticipants, RemoveAsync).WithName("RemoveParticipants");
        write.MapPost(Routes.PromoteParticipants, PromoteAsync).WithName("PromoteParticipants");
        write.MapPost(Routes.DemoteParticipants, DemoteAsync).WithName("DemoteParticipants");
        write.MapPut(Routes.GroupPicture, SetPictureAsync).TakesPicture().WithName("SetGroupPicture");
        write.MapDelete(Routes.GroupPicture, RemovePictureAsync).WithName("RemoveGroupPicture");
        write.MapPut(Routes.MemberLabel, LabelAsync).WithName("SetMemberLabel");
    }

    /// <summary>The people of a body.</summary>
    public static GroupPeople People(string id, ParticipantsRequest request) =>
        new(Address.Group(id, "id"), Address.People(request.Participants, "participants", MaxParticipants));

    public static string Subject(string? text) => Validated.Name(text, "subject", MaxSubject);

    public static string? Description(string? text) => text is null ? null : Validated.Text(text, "description", MaxDescription, minLength: 0);

    private static Task<Ok<IReadOnlyList<GroupResponse>>> ListAsync(ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(GroupOperations.List, Nothing.Value, cancellationToken);

    private static Task<Ok<GroupResponse>> GetAsync(string id, string? known, ConnectedInstance instance, CancellationToken cancellationToken)
    {
        var isKnown = Validated.Flag(known, "known");
        return instance.OkAsync(GroupOperations.Get, new GroupWanted(Address.Group(id, "id"), isKnown), cancellationToken);
    }

    private static async Task<Created<GroupResponse>> CreateAsync(
        ConnectedInstance instance, JsonBody<CreateGroupRequest> request, CancellationToken cancellationToken)
    {
        var group = await instance.AskAsync(GroupOperations.Create, Creation(request.Value), cancellationToken).ConfigureAwait(false);
        return TypedResults.Created($"{Routes.Groups}/{group.Id}", group);
    }

    private static GroupToCreate Creation(CreateGroupRequest request) => new(
        new GroupCreation(Subject(request.Subject))
        {
            Participants = request.Participants is { Count: > 0 } people ? Address.People(people, "participants", MaxParticipants) : [],
            IsAnnouncement = request.IsAnnouncement ?? false,
            IsLocked = request.IsLocked ?? false,
            NeedsApproval = request.NeedsApproval ?? false,
            MemberAddMode = AddMode(request.MemberAddMode) ?? GroupMemberAddMode.Everybody,
            MessageLifetime = Lifetime(request.MessageLifetimeSeconds) is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null,
            Community = request.Community is { } community ? Address.Group(community, "community") : null,
        },
        Description(request.Description) is { Length: > 0 } description ? description : null);

    private static Task<Ok<GroupResponse>> UpdateAsync(
        string id, ConnectedInstance instance, JsonBody<UpdateGroupRequest> request, CancellationToken cancellationToken)
    {
        var change = request.Value;
        if (change == new UpdateGroupRequest())
        {
            throw GatewayException.Invalid("$", "Nothing is to change.");
        }

        return instance.OkAsync(
            GroupOperations.Change,
            new GroupToChange(
                Address.Group(id, "id"),
                change.Subject is null ? null : Subject(change.Subject),
                Description(change.Description),
                change.IsAnnouncement,
                change.IsLocked,
                change.NeedsApproval,
                AddMode(change.MemberAddMode),
                Lifetime(change.MessageLifetimeSeconds)),
            cancellationToken);
    }

    private static GroupMemberAddMode? AddMode(string? word) => word is null ? null : Words.Parse<GroupMemberAddMode>(word, "memberAddMode");

    private static int? Lifetime(int? seconds) => seconds is null or 0 || Lifetimes.Contains(seconds.Value)
        ? seconds
        : throw GatewayException.Invalid("messageLifetimeSeconds", $"0 or one of {string.Join(", ", Lifetimes)} is needed.");

    private static Task<NoContent> LeaveAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(GroupOperations.Leave, Address.Group(id, "id"), cancellationToken);

    private static Task<Ok<IReadOnlyList<ParticipantResultResponse>>> AddAsync(
        string id, ConnectedInstance instance, JsonBody<ParticipantsRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(GroupOperations.Add, People(id, request.Value), cancellationToken);

    private static Task<Ok<IReadOnlyList<ParticipantResultResponse>>> RemoveAsync(
        string id, ConnectedInstance instance, JsonBody<ParticipantsRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(GroupOperations.Remove, People(id, request.Value), cancellationToken);

    private static Task<Ok<IReadOnlyList<ParticipantResultResponse>>> PromoteAsync(
        string id, ConnectedInstance instance, JsonBody<ParticipantsRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(GroupOperations.Promote, People(id, request.Value), cancellationToken);

    private static Task<Ok<IReadOnlyList<ParticipantResultResponse>>> DemoteAsync(
        string id, ConnectedInstance instance, JsonBody<ParticipantsRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(GroupOperations.Demote, People(id, request.Value), cancellationToken);

    private static Task<Results<Ok<PictureResponse>, FileContentHttpResult>> PictureAsync(
        string id, string? size, ConnectedInstance instance, HttpContext http, CancellationToken cancellationToken) =>
        Pictures.AnswerAsync(instance, Address.Group(id, "id"), size, http, cancellationToken);

    private static Task<Ok<SetPictureResponse>> SetPictureAsync(
        string id, ConnectedInstance instance, JsonBody<SetPictureRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(Pictures.Set, new PictureToSet(Address.Group(id, "id"), Pictures.Checked(request.Value.Image)), cancellationToken);

    private static Task<NoContent> RemovePictureAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(Pictures.Remove, new PictureOwner(Address.Group(id, "id")), cancellationToken);

    private static Task<Ok<SentResponse>> LabelAsync(
        string id, ConnectedInstance instance, JsonBody<MemberLabelRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(
            GroupOperations.SetMemberLabel,
            new GroupLabel(Address.Group(id, "id"), Validated.Text(request.Value.Label, "label", MaxLabel, minLength: 0)),
            cancellationToken);
}

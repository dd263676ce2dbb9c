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
using WhatsAppKit.Contracts.Channels;
using WhatsAppKit.Core.Channels;

namespace WhatsAppKit.AspNetCore.Channels;

internal static class ChannelEndpoints
{
    private const int MaxInvite = 200;
    private const int MaxDescription = 2048;
    private const int MaxPicture = 1024 * 1024;

    public static void Map(RouteGroupBuilder gateway)
    {
        var channels = gateway.MapGroup("").RateLimited(RatePolicy.Key).WithTags("Channels");
        var read = channels.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.ChannelsRead));
        read.MapGet(Routes.Channels, ListAsync).WithName("ListChannels");
        read.MapGet(Routes.RecommendedChannels, RecommendedAsync).WithName("ListRecommendedChannels");
        read.MapGet(Routes.ChannelDirectory, DirectoryAsync).WithName("SearchChannels");
        read.MapPost(Routes.ResolveChannel, ResolveAsync).WithName("ResolveChannel");
        read.MapGet(Routes.Channel, GetAsync).WithName("GetChannel");
        read.MapGet(Routes.ChannelFollowers, FollowersAsync).WithName("CountChannelFollowers");
        read.MapGet(Routes.ChannelAdmins, AdminsAsync).WithName("CountChannelAdmins");
        var write = channels.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.ChannelsWrite));
        write.MapPost(Routes.Channels, CreateAsync).WithName("CreateChannel");
        write.MapPatch(Routes.Channel, UpdateAsync).TakesPicture().WithName("UpdateChannel");
        write.MapDelete(Routes.Channel, DeleteAsync).WithName("DeleteChannel");
        write.MapPost(Routes.FollowChannel, FollowAsync).WithName("FollowChannel");
        write.MapPost(Routes.UnfollowChannel, UnfollowAsync).WithName("UnfollowChannel");
        write.MapPost(Routes.MuteChannel, MuteAsync).WithName("MuteChannel");
        write.MapPost(Routes.UnmuteChannel, UnmuteAsync).WithName("UnmuteChannel");
        write.MapPost(Routes.DemoteChannelAdmin, DemoteAsync).WithName("DemoteChannelAdmin");
        write.MapPost(Routes.ChangeChannelOwner, ChangeOwnerAsync).WithName("ChangeChannelOwner");
    }

    /// <summary>Two-letter codes with commas between them.</summary>
    public static IReadOnlyList<string>? Countries(string? text)
    {
        var codes = text?.Split(',', StringSplitOptions.TrimEntries);
        return codes is null || (codes.Length <= 50 && codes.All(code => code.Length == 2 && code.All(char.IsAsciiLetterUpper)))
            ? codes
            : throw GatewayException.Invalid("countries", "Codes of countries are needed, such as DE,FR.");
    }

    private static Task<Ok<IReadOnlyList<ChannelResponse>>> ListAsync(ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ChannelOperations.List, Nothing.Value, cancellationToken);

    private static Task<Ok<ChannelPageResponse>> RecommendedAsync(
        string? limit, string? countries, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(
            ChannelOperations.Recommended, new ChannelQuery(Paging.Limit(limit), ChannelView.Recommended, null, Countries(countries)), cancellationToken);

    private static Task<Ok<ChannelPageResponse>> DirectoryAsync(
        string? view, string? limit, string? cursor, string? countries, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(
            ChannelOperations.Directory,
            new ChannelQuery(
                Paging.Limit(limit),
                view is null ? ChannelView.Recommended : Words.Parse<ChannelView>(view, "view"),
                cursor is null ? null : Validated.Text(cursor, "cursor", MaxDescription),
                Countries(countries)),
            cancellationToken);

    private static Task<Ok<ChannelResponse>> ResolveAsync(
        ConnectedInstance instance, JsonBody<ChannelInviteRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(ChannelOperations.Resolve, Validated.Name(request.Value.Invite, "invite", MaxInvite), cancellationToken);

    private static Task<Ok<ChannelResponse>> GetAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ChannelOperations.Get, Address.Channel(id, "id"), cancellationToken);

    private static async Task<Created<ChannelResponse>> CreateAsync(
        ConnectedInstance instance, JsonBody<CreateChannelRequest> request, CancellationToken cancellationToken)
    {
        var wanted = new ChannelToCreate(Validated.Name(request.Value.Name, "name"), Description(request.Value.Description));
        var channel = await instance.AskAsync(ChannelOperations.Create, wanted, cancellationToken).ConfigureAwait(false);
        return TypedResults.Created($"{Routes.Channels}/{channel.Id}", channel);
    }

    private static Task<Ok<ChannelResponse>> UpdateAsync(
        string id, ConnectedInstance instance, JsonBody<UpdateChannelRequest> request, CancellationToken cancellationToken)
    {
        var change = request.Value;
        if (change is { Name: null, Description: null, Image: null })
        {
            throw GatewayException.Invalid("$", "Nothing is to change.");
        }

        var picture = change.Image is null ? (ReadOnlyMemory<byte>?)null : Pictures.Checked(change.Image, MaxPicture);
        var name = change.Name is null ? null : Validated.Name(change.Name, "name");
        return instance.OkAsync(
            ChannelOperations.Change, new ChannelToChange(Address.Channel(id, "id"), name, Description(change.Description), picture), cancellationToken);
    }

    private static Task<NoContent> DeleteAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChannelOperations.Delete, Address.Channel(id, "id"), cancellationToken);

    private static Task<NoContent> FollowAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChannelOperations.Follow, Address.Channel(id, "id"), cancellationToken);

    private static Task<NoContent> UnfollowAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChannelOperations.Unfollow, Address.Channel(id, "id"), cancellationToken);

    private static Task<NoContent> MuteAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChannelOperations.Mute, Address.Channel(id, "id"), cancellationToken);

    private static Task<NoContent> UnmuteAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChannelOperations.Unmute, Address.Channel(id, "id"), cancellationToken);

    private static Task<Ok<CountResponse>> FollowersAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ChannelOperations.CountFollowers, Address.Channel(id, "id"), cancellationToken);

    private static Task<Ok<CountResponse>> AdminsAsync(string id, ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ChannelOperations.CountAdmins, Address.Channel(id, "id"), cancellationToken);

    private static Task<NoContent> DemoteAsync(
        string id, ConnectedInstance instance, JsonBody<PersonRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChannelOperations.Demote, PersonOf(id, request.Value), cancellationToken);

    private static Task<NoContent> ChangeOwnerAsync(
        string id, ConnectedInstance instance, JsonBody<PersonRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(ChannelOperations.ChangeOwner, PersonOf(id, request.Value), cancellationToken);

    private static ChannelPerson PersonOf(string id, PersonRequest request) => new(Address.Channel(id, "id"), Address.Person(request.Person, "person"));

    private static string? Description(string? text) => text is null ? null : Validated.Text(text, "description", MaxDescription, minLength: 0);
}

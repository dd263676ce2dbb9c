using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Chats;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Contacts;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.RateLimiting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.ApiKeys;
using WhatsAppKit.Contracts.Chats;
using WhatsAppKit.Contracts.Contacts;
using WhatsAppKit.Contracts.Profile;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.AspNetCore.Profile;

internal static class ProfileEndpoints
{
    private const int MaxName = 256;
    private const int MaxAboutBytes = 2048;

    public static void Map(RouteGroupBuilder gateway)
    {
        var profile = gateway.MapGroup("").RateLimited(RatePolicy.Key).WithTags("Profile");
        var read = profile.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.ProfileRead));
        read.MapGet(Routes.Profile, GetAsync).WithName("GetProfile");
        read.MapGet(Routes.ProfilePicture, PictureAsync).WithName("GetProfilePicture");
        read.MapGet(Routes.Privacy, PrivacyAsync).WithName("GetPrivacy");
        read.MapGet(Routes.StatusAudience, StatusAudienceAsync).WithName("GetStatusAudience");
        var write = profile.MapGroup("").RequireAuthorization(Policies.Permission(Permissions.ProfileWrite)).Fails(409, ProblemCodes.NotSynchronised);
        write.MapPut(Routes.ProfileName, SetNameAsync).WithName("SetProfileName");
        write.MapPut(Routes.ProfileAbout, SetAboutAsync).WithName("SetProfileAbout");
        write.MapPut(Routes.ProfilePicture, SetPictureAsync).TakesPicture().WithName("SetProfilePicture");
        write.MapDelete(Routes.ProfilePicture, RemovePictureAsync).WithName("RemoveProfilePicture");
        write.MapPatch(Routes.Privacy, SetPrivacyAsync).WithName("UpdatePrivacy");
        write.MapPut(Routes.DefaultTimer, SetTimerAsync).WithName("SetDefaultTimer");
        write.MapPatch(Routes.AccountSettings, SetSettingsAsync).WithName("UpdateAccountSettings");
    }

    private static Task<Ok<ProfileResponse>> GetAsync(ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ProfileOperations.Get, Nothing.Value, cancellationToken);

    private static async Task<Results<Ok<PictureResponse>, FileContentHttpResult>> PictureAsync(
        string? size, ConnectedInstance instance, HttpContext http, CancellationToken cancellationToken)
    {
        var own = Jid.Parse(await instance.AskAsync(ProfileOperations.Own, Nothing.Value, cancellationToken).ConfigureAwait(false));
        return await Pictures.AnswerAsync(instance, own, size, http, cancellationToken).ConfigureAwait(false);
    }

    private static Task<NoContent> SetNameAsync(ConnectedInstance instance, JsonBody<ProfileNameRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(ProfileOperations.SetName, Validated.Name(request.Value.Name, "name", MaxName), cancellationToken);

    private static Task<NoContent> SetAboutAsync(ConnectedInstance instance, JsonBody<ProfileAboutRequest> request, CancellationToken cancellationToken)
    {
        var text = Validated.Text(request.Value.Text, "text", MaxAboutBytes, minLength: 0);
        return System.Text.Encoding.UTF8.GetByteCount(text) <= MaxAboutBytes
            ? instance.DoneAsync(ProfileOperations.SetAbout, text, cancellationToken)
            : throw GatewayException.Invalid("text", $"At most {MaxAboutBytes} bytes of UTF-8 are allowed.");
    }

    private static Task<Ok<SetPictureResponse>> SetPictureAsync(
        ConnectedInstance instance, JsonBody<SetPictureRequest> request, CancellationToken cancellationToken) =>
        instance.OkAsync(Pictures.Set, new PictureToSet(null, Pictures.Checked(request.Value.Image)), cancellationToken);

    private static Task<NoContent> RemovePictureAsync(ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.DoneAsync(Pictures.Remove, new PictureOwner(null), cancellationToken);

    private static Task<Ok<PrivacySettingsContract>> PrivacyAsync(ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ProfileOperations.GetPrivacy, Nothing.Value, cancellationToken);

    private static Task<Ok<PrivacySettingsContract>> SetPrivacyAsync(
        ConnectedInstance instance, JsonBody<PrivacySettingsContract> request, CancellationToken cancellationToken) =>
        instance.OkAsync(ProfileOperations.SetPrivacy, PrivacyWords.Read(request.Value), cancellationToken);

    private static Task<Ok<StatusAudienceResponse>> StatusAudienceAsync(ConnectedInstance instance, CancellationToken cancellationToken) =>
        instance.OkAsync(ProfileOperations.GetStatusAudience, Nothing.Value, cancellationToken);

    private static Task<NoContent> SetTimerAsync(ConnectedInstance instance, JsonBody<TimerRequest> request, CancellationToken cancellationToken) =>
        instance.DoneAsync(ProfileOperations.SetDefaultTimer, ChatEndpoints.Seconds(request.Value), cancellationToken);

    private static Task<NoContent> SetSettingsAsync(
        ConnectedInstance instance, JsonBody<AccountSettingsRequest> request, CancellationToken cancellationToken) =>
        request.Value == new AccountSettingsRequest()
            ? throw GatewayException.Invalid("$", "Nothing is to change.")
            : instance.DoneAsync(ProfileOperations.SetSettings, request.Value, cancellationToken);
}

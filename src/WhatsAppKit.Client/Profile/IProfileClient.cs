using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Chats;
using WhatsAppKit.Contracts.Contacts;
using WhatsAppKit.Contracts.Profile;

namespace WhatsAppKit.Client.Profile;

/// <summary>The account's profile and privacy.</summary>
public interface IProfileClient
{
    /// <summary>Get profile. Needs the permission <c>profile:read</c>.</summary>
    [Get(Routes.Profile)]
    Task<ProfileResponse> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Get profile picture. Needs the permission <c>profile:read</c>.</summary>
    [Get(Routes.ProfilePicture)]
    Task<PictureResponse> GetPictureAsync(string? size = null, CancellationToken cancellationToken = default);

    /// <summary>Set profile picture. Needs the permission <c>profile:write</c>.</summary>
    [Put(Routes.ProfilePicture)]
    Task<SetPictureResponse> SetPictureAsync([Body] SetPictureRequest request, CancellationToken cancellationToken = default);

    /// <summary>Remove profile picture. Needs the permission <c>profile:write</c>.</summary>
    [Delete(Routes.ProfilePicture)]
    Task RemovePictureAsync(CancellationToken cancellationToken = default);

    /// <summary>Get privacy. Needs the permission <c>profile:read</c>.</summary>
    [Get(Routes.Privacy)]
    Task<PrivacySettingsContract> GetPrivacyAsync(CancellationToken cancellationToken = default);

    /// <summary>Update privacy. Needs the permission <c>profile:write</c>.</summary>
    [Patch(Routes.Privacy)]
    Task<PrivacySettingsContract> UpdatePrivacyAsync([Body] PrivacySettingsContract request, CancellationToken cancellationToken = default);

    /// <summary>Get status audience. Needs the permission <c>profile:read</c>.</summary>
    [Get(Routes.StatusAudience)]
    Task<StatusAudienceResponse> GetStatusAudienceAsync(CancellationToken cancellationToken = default);

    /// <summary>Set profile name. Needs the permission <c>profile:write</c>.</summary>
    [Put(Routes.ProfileName)]
    Task SetNameAsync([Body] ProfileNameRequest request, CancellationToken cancellationToken = default);

    /// <summary>Set profile about. Needs the permission <c>profile:write</c>.</summary>
    [Put(Routes.ProfileAbout)]
    Task SetAboutAsync([Body] ProfileAboutRequest request, CancellationToken cancellationToken = default);

    /// <summary>Set default timer. Needs the permission <c>profile:write</c>.</summary>
    [Put(Routes.DefaultTimer)]
    Task SetDefaultTimerAsync([Body] TimerRequest request, CancellationToken cancellationToken = default);

    /// <summary>Update account settings. Needs the permission <c>profile:write</c>.</summary>
    [Patch(Routes.AccountSettings)]
    Task UpdateAccountSettingsAsync([Body] AccountSettingsRequest request, CancellationToken cancellationToken = default);
}

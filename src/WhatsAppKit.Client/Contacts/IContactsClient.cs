using Refit;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Contacts;

namespace WhatsAppKit.Client.Contacts;

/// <summary>People that the account knows, or may write to.</summary>
public interface IContactsClient
{
    /// <summary>Check numbers. Needs the permission <c>contacts:read</c>.</summary>
    [Post(Routes.CheckNumbers)]
    Task<IReadOnlyList<NumberCheckResponse>> CheckAsync([Body] CheckNumbersRequest request, CancellationToken cancellationToken = default);

    /// <summary>List contacts. Needs the permission <c>contacts:read</c>.</summary>
    [Get(Routes.Contacts)]
    Task<ContactPage> ListAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default);

    /// <summary>List blocked contacts. Needs the permission <c>contacts:read</c>.</summary>
    [Get(Routes.BlockedContacts)]
    Task<BlockedResponse> ListBlockedAsync(CancellationToken cancellationToken = default);

    /// <summary>Get contact link. Needs the permission <c>contacts:read</c>.</summary>
    [Get(Routes.ContactLink)]
    Task<ContactLinkResponse> GetLinkAsync(CancellationToken cancellationToken = default);

    /// <summary>Resolve contact link. Needs the permission <c>contacts:read</c>.</summary>
    [Post(Routes.ResolveContactLink)]
    Task<ContactLinkTargetResponse> ResolveLinkAsync([Body] ResolveContactLinkRequest request, CancellationToken cancellationToken = default);

    /// <summary>Get contact. Needs the permission <c>contacts:read</c>.</summary>
    [Get(Routes.Contact)]
    Task<PersonResponse> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Save contact. Needs the permission <c>contacts:write</c>.</summary>
    [Put(Routes.Contact)]
    Task SaveAsync(string id, [Body] SaveContactRequest request, CancellationToken cancellationToken = default);

    /// <summary>Remove contact. Needs the permission <c>contacts:write</c>.</summary>
    [Delete(Routes.Contact)]
    Task RemoveAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Get contact picture. Needs the permission <c>contacts:read</c>.</summary>
    [Get(Routes.ContactPicture)]
    Task<PictureResponse> GetPictureAsync(string id, string? size = null, CancellationToken cancellationToken = default);

    /// <summary>Get contact about. Needs the permission <c>contacts:read</c>.</summary>
    [Get(Routes.ContactAbout)]
    Task<AboutResponse> GetAboutAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Get contact business. Needs the permission <c>contacts:read</c>.</summary>
    [Get(Routes.ContactBusiness)]
    Task<BusinessResponse> GetBusinessAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Revoke contact link. Needs the permission <c>contacts:write</c>.</summary>
    [Post(Routes.RevokeContactLink)]
    Task<ContactLinkResponse> RevokeLinkAsync(CancellationToken cancellationToken = default);

    /// <summary>Block contact. Needs the permission <c>contacts:write</c>.</summary>
    [Post(Routes.BlockContact)]
    Task<BlockedResponse> BlockAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Unblock contact. Needs the permission <c>contacts:write</c>.</summary>
    [Post(Routes.UnblockContact)]
    Task<BlockedResponse> UnblockAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Share phone number. Needs the permission <c>contacts:write</c>.</summary>
    [Post(Routes.SharePhoneNumber)]
    Task SharePhoneNumberAsync(string id, CancellationToken cancellationToken = default);
}

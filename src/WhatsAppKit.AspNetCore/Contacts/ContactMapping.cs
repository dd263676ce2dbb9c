using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Contacts;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Contacts;

namespace WhatsAppKit.AspNetCore.Contacts;

/// <summary>People as the API tells of them.</summary>
internal static class ContactMapping
{
    public static IReadOnlyList<NumberCheckResponse> ToResponse(this IReadOnlyList<NumberCheck> checks) =>
        [.. checks.Select(check => new NumberCheckResponse(
            check.Input, check.IsOnWhatsApp, check.Phone?.ToString(), check.Lid?.ToString(), check.BusinessName?.Name))];

    public static ContactResponse ToResponse(this AddressBookContact contact) => new(
        contact.Jid.ToString(), contact.PhoneJid?.ToString(), contact.LidJid?.ToString(), contact.FullName, contact.FirstName, contact.Username, contact.IsOnPhone);

    public static AboutResponse ToResponse(this About about) => new(about.Text, about.ChangedAt, about.IsHidden);

    public static PictureResponse ToResponse(this PictureAnswer answer) => new(
        Words.Of(answer.State), answer.Picture?.Id, answer.Picture?.Url, answer.Picture is { } picture ? Words.Of(picture.Size) : null);

    public static BlockedResponse ToResponse(this IReadOnlyList<Jid> blocked) => new([.. blocked.Select(jid => jid.ToString())]);

    public static ContactLinkTargetResponse ToResponse(this ContactLinkTarget target) =>
        new(target.Jid.ToString(), target.Name, target.Type, target.Message, target.BusinessName);

    public static BusinessResponse? ToResponse(BusinessProfile? profile, BusinessName? name) => profile is null && name is null ? null : new(
        name?.Name,
        name?.VerifiedLevel,
        profile?.Description,
        profile?.Address,
        profile?.Email,
        profile?.Websites ?? [],
        [.. profile?.Categories.Select(category => category.Name) ?? []],
        profile?.TimeZone,
        [.. profile?.Hours.Select(hours => new BusinessHoursResponse(Words.Of(hours.Day), Words.Of(hours.Mode), hours.OpensAt, hours.ClosesAt)) ?? []]);
}

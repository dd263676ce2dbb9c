using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Profile;
using WhatsAppKit.Core.Profile;

namespace WhatsAppKit.AspNetCore.Profile;

/// <summary>Reads a change of privacy settings: each has choices of its own.</summary>
internal static class PrivacyWords
{
    private static readonly PrivacyAudience[] People = [PrivacyAudience.Everybody, PrivacyAudience.Contacts, PrivacyAudience.ContactsExcept, PrivacyAudience.Nobody];

    public static IReadOnlyList<PrivacyChoice> Read(PrivacySettingsContract change)
    {
        (PrivacyCategory Category, string? Word, string Field, PrivacyAudience[] Allowed)[] fields =
        [
            (PrivacyCategory.LastSeen, change.LastSeen, "lastSeen", People),
            (PrivacyCategory.Online, change.Online, "online", [PrivacyAudience.Everybody, PrivacyAudience.SameAsLastSeen]),
            (PrivacyCategory.Picture, change.Picture, "picture", People),
            (PrivacyCategory.About, change.About, "about", People),
            (PrivacyCategory.ReadReceipts, change.ReadReceipts, "readReceipts", [PrivacyAudience.Everybody, PrivacyAudience.Nobody]),
            (PrivacyCategory.GroupAdd, change.GroupAdd, "groupAdd", People),
            (PrivacyCategory.Calls, change.Calls, "calls", [PrivacyAudience.Everybody, PrivacyAudience.Known]),
            (PrivacyCategory.Messages, change.Messages, "messages", [PrivacyAudience.Everybody, PrivacyAudience.Contacts]),
            (PrivacyCategory.Defense, change.Defense, "defense", [PrivacyAudience.On, PrivacyAudience.Off]),
            (PrivacyCategory.Stickers, change.Stickers, "stickers", [PrivacyAudience.Contacts, PrivacyAudience.OnlySomeContacts, PrivacyAudience.Nobody]),
        ];
        PrivacyChoice[] choices =
            [.. fields.Where(field => field.Word is not null).Select(field => new PrivacyChoice(field.Category, Words.Parse(field.Word, field.Field, field.Allowed)))];
        return choices.Length > 0 ? choices : throw GatewayException.Invalid("$", "Nothing is to change.");
    }
}

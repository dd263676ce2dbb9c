using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>Reads addresses in any form people write: numbers with or without +, ids of groups and channels, and JIDs.</summary>
internal static class Address
{
    /// <summary>The longest text that is looked at.</summary>
    private const int MaxLength = 100;

    /// <summary>The fewest digits of a phone number.</summary>
    public const int MinDigits = 5;

    /// <summary>The most digits of a phone number.</summary>
    public const int MaxDigits = 15;

    private const int MaxIdDigits = 32;

    /// <summary>A person: a number, or a JID with <c>@s.whatsapp.net</c>, <c>@c.us</c> or <c>@lid</c>.</summary>
    public static Jid Person(string? text, string field) =>
        TryShortPerson(text) ?? throw GatewayException.Invalid(field, $"A phone number of {MinDigits} to {MaxDigits} digits, or a person's JID (@s.whatsapp.net, @c.us or @lid), is needed.");

    /// <summary>A group or a community: <c>@g.us</c>, or its id alone.</summary>
    public static Jid Group(string? text, string field) =>
        TryId(text, JidServer.Group) ?? throw GatewayException.Invalid(field, "The id of a group (@g.us) is needed.");

    /// <summary>A channel: <c>@newsletter</c>, or its id alone.</summary>
    public static Jid Channel(string? text, string field) =>
        TryId(text, JidServer.Newsletter) ?? throw GatewayException.Invalid(field, "The id of a channel (@newsletter) is needed.");

    /// <summary>A person, or a group with <c>@g.us</c>: digits alone are a person's.</summary>
    public static Jid Chat(string? text, string field) =>
        TryShortPerson(text) ?? (HasServer(text) ? TryId(text, JidServer.Group) : null)
        ?? throw GatewayException.Invalid(field, "A phone number, a person's JID, or the id of a group with @g.us is needed.");

    /// <summary>People, at least one and none more than <paramref name="max"/>.</summary>
    public static IReadOnlyList<Jid> People(IReadOnlyList<string>? texts, string field, int max) =>
        [.. Validated.Items(texts, field, max).Select(text => Person(text, field)).Distinct()];

    /// <summary>A person in any form; null when the text is none.</summary>
    public static Jid? TryPerson(string? text)
    {
        var trimmed = Trimmed(text);
        if (HasServer(trimmed))
        {
            return Jid.TryParse(trimmed, out var jid) && (jid.IsPhoneNumber || jid.IsLid) && jid.User.All(char.IsAsciiDigit) ? jid.ToUser() : null;
        }

        var digits = new string([.. trimmed.Where(char.IsAsciiDigit)]);
        var isClean = trimmed.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-' or '(' or ')' or '.');
        return isClean && digits.Length is >= MinDigits and <= MaxDigits ? Jid.FromPhoneNumber(digits) : null;
    }

    /// <summary>The text that is looked at: nothing of what is too long.</summary>
    public static string Trimmed(string? text) => text is { Length: <= MaxLength } ? text.Trim() : "";

    public static bool HasServer(string? text) => text?.Contains('@', StringComparison.Ordinal) == true;

    private static Jid? TryShortPerson(string? text) => TryPerson(text) is { User.Length: <= MaxIdDigits } person ? person : null;

    private static Jid? TryId(string? text, string server)
    {
        var trimmed = Trimmed(text);
        var id = trimmed.EndsWith("@" + server, StringComparison.Ordinal) ? trimmed[..^(server.Length + 1)] : trimmed;
        return id.Length is > 0 and <= MaxIdDigits && char.IsAsciiDigit(id[0]) && char.IsAsciiDigit(id[^1]) && id.All(c => char.IsAsciiDigit(c) || c == '-')
            ? new Jid(id, server)
            : null;
    }
}

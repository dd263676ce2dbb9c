using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Reads a chat in any form people write: a number with or without +, or the JID of a person, a group, a channel or the status.</summary>
internal static class Recipient
{
    private const int MinDigits = 5;
    private const int MaxDigits = 15;
    private const int MaxLength = 100;
    private const string Status = "status@broadcast";

    /// <summary>Where a message can be sent.</summary>
    public static Jid Parse(string? to, string field = "to")
    {
        var text = Trimmed(to);
        return text.Contains('@', StringComparison.Ordinal)
            ? TryPerson(text) ?? TryOther(text) ?? throw GatewayException.Invalid(
                field, "A JID of a person (@s.whatsapp.net, @c.us or @lid), a group (@g.us), a channel (@newsletter) or status@broadcast is needed.")
            : Number(text) ?? throw Invalid(field);
    }

    /// <summary>Somebody who can be named in a text.</summary>
    public static Jid Person(string? text, string field)
    {
        var trimmed = Trimmed(text);
        return (trimmed.Contains('@', StringComparison.Ordinal) ? TryPerson(trimmed) : Number(trimmed)) ?? throw Invalid(field);
    }

    public static Jid Group(string? text, string field) => TryOther(Trimmed(text)) is { IsGroup: true } group
        ? group
        : throw GatewayException.Invalid(field, "The id of a group (@g.us) is needed.");

    public static Jid Channel(string? text, string field) => TryOther(Trimmed(text)) is { Server: JidServer.Newsletter } channel
        ? channel
        : throw GatewayException.Invalid(field, "The id of a channel (@newsletter) is needed.");

    /// <summary>The name a chat or person has in answers: the number where there is one.</summary>
    public static string Name(Jid jid) => jid.IsPhoneNumber ? jid.User : jid.ToString();

    private static string Trimmed(string? text) => text is { Length: <= MaxLength } ? text.Trim() : "";

    private static GatewayException Invalid(string field) =>
        GatewayException.Invalid(field, $"A phone number of {MinDigits} to {MaxDigits} digits, or a JID, is needed.");

    private static Jid? TryPerson(string text) =>
        Jid.TryParse(text, out var jid) && (jid.IsPhoneNumber || jid.IsLid) && jid.User.All(char.IsAsciiDigit) ? jid.ToUser() : null;

    private static Jid? TryOther(string text) =>
        text == Status ? Jid.Parse(Status)
        : Jid.TryParse(text, out var jid) && jid.Server is JidServer.Group or JidServer.Newsletter && jid.User.Length > 0
            && jid.User.All(c => char.IsAsciiDigit(c) || c == '-') ? jid : null;

    private static Jid? Number(string text)
    {
        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        var isClean = text.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-' or '(' or ')' or '.');
        return isClean && digits.Length is >= MinDigits and <= MaxDigits ? Jid.FromPhoneNumber(digits) : null;
    }
}

using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Reads a chat in any form people write: a number with or without +, or the JID of a person, a group, a channel or the status.</summary>
internal static class Recipient
{
    private const string Status = "status@broadcast";

    /// <summary>Where a message can be sent.</summary>
    public static Jid Parse(string? to, string field = "to")
    {
        var text = Address.Trimmed(to);
        return Address.TryPerson(text) ?? TryOther(text) ?? throw (Address.HasServer(text)
            ? GatewayException.Invalid(
                field, "A JID of a person (@s.whatsapp.net, @c.us or @lid), a group (@g.us), a channel (@newsletter) or status@broadcast is needed.")
            : Invalid(field));
    }

    /// <summary>Somebody who can be named in a text.</summary>
    public static Jid Person(string? text, string field) => Address.TryPerson(text) ?? throw Invalid(field);

    public static Jid Group(string? text, string field) => TryOther(Address.Trimmed(text)) is { IsGroup: true } group
        ? group
        : throw GatewayException.Invalid(field, "The id of a group (@g.us) is needed.");

    public static Jid Channel(string? text, string field) => TryOther(Address.Trimmed(text)) is { Server: JidServer.Newsletter } channel
        ? channel
        : throw GatewayException.Invalid(field, "The id of a channel (@newsletter) is needed.");

    /// <summary>The name a chat or person has in answers: the number where there is one.</summary>
    public static string Name(Jid jid) => jid.IsPhoneNumber ? jid.User : jid.ToString();

    private static GatewayException Invalid(string field) =>
        GatewayException.Invalid(field, $"A phone number of {Address.MinDigits} to {Address.MaxDigits} digits, or a JID, is needed.");

    private static Jid? TryOther(string text) =>
        text == Status ? Jid.Parse(Status)
        : Jid.TryParse(text, out var jid) && jid.Server is JidServer.Group or JidServer.Newsletter && jid.User.Length > 0
            && jid.User.All(c => char.IsAsciiDigit(c) || c == '-') ? jid : null;
}

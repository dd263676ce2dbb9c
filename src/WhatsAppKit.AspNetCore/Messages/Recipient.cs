using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Reads a recipient in any form people write: a number with or without +, or a JID.</summary>
internal static class Recipient
{
    private const int MinDigits = 5;
    private const int MaxDigits = 15;

    public static Jid Parse(string? to)
    {
        var text = (to ?? "").Trim();
        if (text.Contains('@', StringComparison.Ordinal))
        {
            return Jid.TryParse(text, out var jid) && (jid.IsPhoneNumber || jid.IsLid) && jid.User.All(char.IsAsciiDigit)
                ? jid.ToUser()
                : throw GatewayException.Invalid("to", "A person's JID (@s.whatsapp.net, @c.us or @lid) is needed.");
        }

        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        var isClean = text.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-' or '(' or ')' or '.');
        return isClean && digits.Length is >= MinDigits and <= MaxDigits
            ? Jid.FromPhoneNumber(digits)
            : throw GatewayException.Invalid("to", $"A phone number of {MinDigits} to {MaxDigits} digits, or a JID, is needed.");
    }
}

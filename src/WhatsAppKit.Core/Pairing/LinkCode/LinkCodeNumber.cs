using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Pairing.LinkCode;

/// <summary>Reads the number whose phone gets a code.</summary>
internal static class LinkCodeNumber
{
    private const int MinDigits = 7;
    private const int MaxDigits = 15;

    /// <exception cref="ArgumentException">It is no international number.</exception>
    public static Jid Read(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        var digits = new string([.. number.Where(char.IsAsciiDigit)]);
        var isClean = number.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-' or '(' or ')' or '.');
        return isClean && digits.Length is >= MinDigits and <= MaxDigits && digits[0] != '0'
            ? Jid.FromPhoneNumber(digits)
            : throw new ArgumentException(
                $"A phone number has {MinDigits} to {MaxDigits} digits and begins with the country's code, not with 0.", nameof(number));
    }
}

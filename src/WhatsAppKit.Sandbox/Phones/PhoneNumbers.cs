using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Phones;

/// <summary>Reads numbers as people write them.</summary>
internal static class PhoneNumbers
{
    private const int MinDigits = 5;
    private const int MaxDigits = 15;

    /// <exception cref="ArgumentException">The text is no phone number.</exception>
    public static string Digits(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        var digits = new string([.. number.Where(char.IsAsciiDigit)]);
        var isClean = number.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-' or '(' or ')' or '.');
        return isClean && digits.Length is >= MinDigits and <= MaxDigits
            ? digits
            : throw new ArgumentException($"A phone number has {MinDigits} to {MaxDigits} digits.", nameof(number));
    }

    public static Jid ToJid(string to) =>
        to.Contains('@', StringComparison.Ordinal) ? Jid.Parse(to) : Jid.FromPhoneNumber(Digits(to));
}

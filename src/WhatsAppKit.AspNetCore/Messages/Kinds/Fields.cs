using System.Globalization;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

/// <summary>Checks of single fields; each error names its field.</summary>
internal static class Fields
{
    public const int MaxCaption = 65536;
    public const int MaxShort = 1000;

    public static string Text(string? text, string field, int max, int min = 1) =>
        text is not null && text.Length >= min && text.Length <= max && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw GatewayException.Invalid(field, $"{min} to {max} characters are needed.");

    public static string? Optional(string? text, string field, int max = MaxShort) =>
        text is null || text.Length <= max ? text : throw GatewayException.Invalid(field, $"At most {max} characters are allowed.");

    public static int Number(int? number, string field, int min, int max, int fallback) =>
        (number ?? fallback) is var value && value >= min && value <= max ? value : throw GatewayException.Invalid(field, $"{min} to {max} is allowed.");

    public static int? Optional(int? number, string field, int min, int max) => number is { } value ? Number(value, field, min, max, value) : null;

    public static double Degrees(double? degrees, string field, int max) =>
        degrees is { } value && Math.Abs(value) <= max ? value : throw GatewayException.Invalid(field, $"-{max} to {max} degrees are needed.");

    public static DateTimeOffset Time(DateTimeOffset? time, string field) =>
        time is { } value && value >= DateTimeOffset.UnixEpoch ? value : throw GatewayException.Invalid(field, "A time from 1970 on is needed.");

    /// <summary><c>#RRGGBB</c> as 0xFFRRGGBB; null when absent.</summary>
    public static uint? Color(string? text, string field)
    {
        if (text is null)
        {
            return null;
        }

        return text.Length == 7 && text[0] == '#' && uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
            ? 0xFF000000 | rgb
            : throw GatewayException.Invalid(field, "A colour as #RRGGBB is needed.");
    }
}

using System.Globalization;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>Checks that several requests share.</summary>
internal static class Validated
{
    public static string Name(string? text, string field, int maxLength = 100)
    {
        var name = (text ?? "").Trim();
        return name.Length >= 1 && name.Length <= maxLength && !name.Any(char.IsControl)
            ? name
            : throw GatewayException.Invalid(field, $"1 to {maxLength} characters are needed.");
    }

    /// <summary>Text that may have several lines, and is kept as it stands.</summary>
    public static string Text(string? text, string field, int maxLength, int minLength = 1) =>
        text is not null && text.Length >= minLength && text.Length <= maxLength
            ? text
            : throw GatewayException.Invalid(field, $"{minLength} to {maxLength} characters are needed.");

    /// <summary>An id of WhatsApp's, or of a message: letters, digits and a few signs.</summary>
    public static string Id(string? text, string field, int maxLength = 128) =>
        text is { Length: > 0 } && text.Length <= maxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '=')
            ? text
            : throw GatewayException.Invalid(field, $"An id of 1 to {maxLength} letters and digits is needed.");

    /// <summary>A list that is not empty.</summary>
    public static IReadOnlyList<T> Items<T>(IReadOnlyList<T>? items, string field, int max) =>
        items is { Count: > 0 } && items.Count <= max ? items : throw GatewayException.Invalid(field, $"1 to {max} entries are needed.");

    /// <summary>A value that must be there.</summary>
    public static T Required<T>(T? value, string field)
        where T : struct => value ?? throw GatewayException.Invalid(field, "This field is needed.");

    /// <summary>A number of a query; <paramref name="fallback"/> when it is absent.</summary>
    public static int Number(string? text, string field, int fallback, int max)
    {
        var number = fallback;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= max)
            ? number
            : throw GatewayException.Invalid(field, $"1 to {max} is allowed.");
    }

    /// <summary>A yes or no, as JSON writes it; no when it is absent.</summary>
    public static bool Flag(string? text, string field) => text switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw GatewayException.Invalid(field, "true or false is needed."),
    };

    /// <summary>A time in the form of ISO 8601, as UTC; null when it is absent.</summary>
    public static DateTimeOffset? Time(string? text, string field)
    {
        var time = default(DateTimeOffset);
        return text is null ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time) ? time
            : throw GatewayException.Invalid(field, "A time such as 2026-01-31T12:00:00Z is needed.");
    }
}

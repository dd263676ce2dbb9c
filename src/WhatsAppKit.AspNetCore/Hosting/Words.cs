using System.Text.Json;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>The values of an enumeration as the API writes them: <c>contacts-except</c>.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a word; one of <paramref name="allowed"/> where they are named.</summary>
    public static T Parse<T>(string? word, string field, params T[] allowed)
        where T : struct, Enum
    {
        var values = allowed.Length > 0 ? allowed : Enum.GetValues<T>();
        foreach (var value in values)
        {
            if (Of(value) == word)
            {
                return value;
            }
        }

        throw GatewayException.Invalid(field, $"One of {string.Join(", ", values.Select(Of))} is needed.");
    }
}

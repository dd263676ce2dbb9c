using System.Globalization;
using Microsoft.AspNetCore.Http;
using WhatsAppKit.AspNetCore.Hosting;

namespace WhatsAppKit.AspNetCore.Messages.Queue;

/// <summary>
/// How a caller wants to be answered: the headers <c>Prefer</c> (RFC 7240: <c>respond-async</c>, <c>wait=</c>seconds) and
/// <c>Idempotency-Key</c>.
/// </summary>
internal sealed record SendPreferences(bool RespondAsync, TimeSpan? Wait, string? IdempotencyKey)
{
    public const string PreferHeader = "Prefer";
    public const string IdempotencyHeader = "Idempotency-Key";

    private const int MaxKey = 255;

    public static SendPreferences None { get; } = new(RespondAsync: false, null, null);

    /// <summary>Reads them from a request's headers.</summary>
    /// <exception cref="GatewayException">The key is not valid.</exception>
    public static SendPreferences Of(HttpContext context)
    {
        var respondAsync = false;
        TimeSpan? wait = null;
        foreach (var preference in context.Request.Headers.GetCommaSeparatedValues(PreferHeader))
        {
            var parts = preference.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts[0].Equals("respond-async", StringComparison.OrdinalIgnoreCase))
            {
                respondAsync = true;
            }
            else if (parts is [var name, var value] && name.Equals("wait", StringComparison.OrdinalIgnoreCase)
                && ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                wait = TimeSpan.FromSeconds(seconds);
            }
        }

        // What is not understood is passed over, as the RFC says.
        return new SendPreferences(respondAsync, wait, KeyOf(context));
    }

    private static string? KeyOf(HttpContext context)
    {
        if (!context.Request.Headers.TryGetValue(IdempotencyHeader, out var values))
        {
            return null;
        }

        return values is [{ Length: >= 1 and <= MaxKey } key] && key.All(c => c is >= '!' and <= '~')
            ? key
            : throw GatewayException.Invalid(IdempotencyHeader, $"1 to {MaxKey} visible ASCII characters are needed.");
    }
}

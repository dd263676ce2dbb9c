using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using WhatsAppKit.AspNetCore.ApiKeys;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Logging;

/// <summary>Chooses the id that a request's answer and log lines share: the caller's, that of its trace, or a new one.</summary>
internal static class CorrelationId
{
    private const int MaxLength = 64;

    public static string Of(HttpRequest request) => Named(request) ?? TraceOf(request) ?? ActivityTraceId.CreateRandom().ToHexString();

    /// <summary>What a caller sends goes into log lines: short, plain, and nothing that looks like a credential.</summary>
    public static bool IsValid(string text) =>
        text.Length is >= 1 and <= MaxLength
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && !ApiKeyFormat.LooksLikeKey(text) && !OperatorKey.LooksLikeKey(text);

    private static string? Named(HttpRequest request) =>
        request.Headers[Routes.CorrelationHeader] is [{ } text] && IsValid(text) ? text : null;

    private static string? TraceOf(HttpRequest request)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            return activity.TraceId.ToHexString();
        }

        // Nobody listens to the host's activities: the header still says which trace the request belongs to.
        return request.Headers.TraceParent is [{ } header] && ActivityContext.TryParse(header, null, out var parent) ? parent.TraceId.ToHexString() : null;
    }
}

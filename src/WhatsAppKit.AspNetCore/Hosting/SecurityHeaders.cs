using Microsoft.AspNetCore.Http;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>
/// What every answer of the gateway tells browsers and caches: it is no page, is not to be guessed at, framed or kept. What an endpoint or
/// the application's middleware has said already stays.
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>Says it as the answer starts, when it is known what was said besides.</summary>
    public static void AddTo(HttpResponse response) => response.OnStarting(AddAsync, response);

    private static Task AddAsync(object response)
    {
        var headers = ((HttpResponse)response).Headers;
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Cache-Control", "no-store");
        return Task.CompletedTask;
    }
}

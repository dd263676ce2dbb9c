namespace WhatsAppKit.Client.Http;

/// <summary>Reads <c>Retry-After</c> (RFC 9110 section 10.2.3): seconds, or a date as proxies write it.</summary>
internal static class RetryAfterHeader
{
    /// <returns>How long to wait, never less than nothing; null when the answer does not say.</returns>
    public static TimeSpan? Read(HttpResponseMessage? response) => response?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - DateTimeOffset.UtcNow is var wait => wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}

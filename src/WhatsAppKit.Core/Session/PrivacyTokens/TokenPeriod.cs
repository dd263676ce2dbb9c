namespace WhatsAppKit.Core.Session.PrivacyTokens;

/// <summary>Privacy tokens live in weeks counted from the Unix epoch: a token is good in the week it was issued in and the three after.</summary>
internal static class TokenPeriod
{
    private const long Seconds = 7 * 24 * 60 * 60;
    private const long Count = 4;

    /// <summary>True when a token of that time is still good.</summary>
    public static bool IsValid(long timestamp, DateTimeOffset now) => timestamp > 0 && Of(timestamp) > Of(now.ToUnixTimeSeconds()) - Count;

    /// <summary>True when another token should be issued after the last one, or after none.</summary>
    public static bool IsDue(long? issuedAt, DateTimeOffset now) => issuedAt is not { } last || Of(now.ToUnixTimeSeconds()) > Of(last);

    /// <summary>When a token of that time is no longer good.</summary>
    public static DateTimeOffset End(long timestamp) => DateTimeOffset.FromUnixTimeSeconds((Of(timestamp) + Count) * Seconds);

    private static long Of(long timestamp) => Math.DivRem(timestamp, Seconds).Quotient;
}

namespace WhatsAppKit.Core.Binary;

/// <summary>Unix seconds as peers and servers write them: any number, of which a calendar has only some.</summary>
internal static class UnixTime
{
    /// <summary>The last second of the year 9999, the last that <see cref="DateTimeOffset"/> can hold.</summary>
    public const long MaxSeconds = 253402300799;

    /// <summary>The time; null when there is none, or none that a calendar has.</summary>
    public static DateTimeOffset? FromSeconds(long? seconds) =>
        seconds is > 0 and <= MaxSeconds ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;
}

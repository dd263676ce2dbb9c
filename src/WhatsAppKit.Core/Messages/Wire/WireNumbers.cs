namespace WhatsAppKit.Core.Messages;

/// <summary>Numbers as peers write them, kept within what a program can use.</summary>
internal static class WireNumbers
{
    private const long MaxUnixSeconds = 253402300799;

    /// <summary>Unix seconds; null when there are none, or none that a calendar has.</summary>
    public static DateTimeOffset? Time(long unixSeconds) =>
        unixSeconds is > 0 and <= MaxUnixSeconds ? DateTimeOffset.FromUnixTimeSeconds(unixSeconds) : null;

    /// <summary>Unix milliseconds; null when there are none, or none that a calendar has.</summary>
    public static DateTimeOffset? MillisecondTime(long unixMilliseconds) =>
        unixMilliseconds is > 0 and <= MaxUnixSeconds * 1000 ? DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds) : null;

    public static int Count(uint value) => (int)Math.Min(value, int.MaxValue);

    public static TimeSpan Duration(uint seconds) => TimeSpan.FromSeconds(seconds);

    public static uint Seconds(TimeSpan duration) =>
        (uint)Math.Clamp(Math.Round(duration.TotalSeconds), 0, uint.MaxValue);
}

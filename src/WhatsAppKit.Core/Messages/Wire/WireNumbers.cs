using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Messages;

/// <summary>Numbers as peers write them, kept within what a program can use.</summary>
internal static class WireNumbers
{
    /// <summary>Unix milliseconds; null when there are none, or none that a calendar has.</summary>
    public static DateTimeOffset? MillisecondTime(long unixMilliseconds) =>
        unixMilliseconds is > 0 and <= UnixTime.MaxSeconds * 1000 ? DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds) : null;

    public static int Count(uint value) => (int)Math.Min(value, int.MaxValue);

    public static TimeSpan Duration(uint seconds) => TimeSpan.FromSeconds(seconds);

    public static uint Seconds(TimeSpan duration) =>
        (uint)Math.Clamp(Math.Round(duration.TotalSeconds), 0, uint.MaxValue);
}

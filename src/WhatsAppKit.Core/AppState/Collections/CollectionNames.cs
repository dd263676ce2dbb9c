namespace WhatsAppKit.Core.AppState.Collections;

/// <summary>The collections of the app state.</summary>
internal static class CollectionNames
{
    public const string CriticalBlock = "critical_block";
    public const string CriticalUnblockLow = "critical_unblock_low";
    public const string RegularHigh = "regular_high";
    public const string Regular = "regular";
    public const string RegularLow = "regular_low";

    /// <summary>All, in the order in which they are fetched: names and contacts first.</summary>
    public static readonly string[] All = [CriticalBlock, CriticalUnblockLow, RegularHigh, Regular, RegularLow];
}

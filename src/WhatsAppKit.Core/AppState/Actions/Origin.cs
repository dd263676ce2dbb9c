namespace WhatsAppKit.Core.AppState.Actions;

/// <summary>How records reached this device.</summary>
/// <param name="IsFull">True while a collection is fetched for the first time, or anew.</param>
/// <param name="IsWhole">True when they are all there is.</param>
internal readonly record struct Origin(bool IsFull, bool IsWhole)
{
    /// <summary>A snapshot, or the phone's own copy.</summary>
    public static Origin Whole { get; } = new(IsFull: true, IsWhole: true);

    public static Origin Patch(bool isFull) => new(isFull, IsWhole: false);
}

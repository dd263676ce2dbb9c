namespace WhatsAppKit.Core.AppState;

/// <summary>An entry changed that this library has no own event for.</summary>
/// <param name="Index">What it is about; the first part names the kind, such as <c>time_format</c>.</param>
/// <param name="Value">What it says: the protobuf message <c>SyncActionValue</c>.</param>
public sealed record AppStateChanged(IReadOnlyList<string> Index, ReadOnlyMemory<byte> Value) : AppStateEvent
{
    /// <summary>The kind alone: the rest is about people.</summary>
    public override string ToString() => $"{nameof(AppStateChanged)} {{ {Index[0]} }}";
}

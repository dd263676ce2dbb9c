namespace WhatsAppKit.Core.AppState;

/// <summary>Records cannot be read because the phone has not shared their keys. It never leaves this folder.</summary>
internal sealed class AppStateKeysMissingException(IReadOnlyList<ReadOnlyMemory<byte>> ids)
    : WhatsAppException($"{ids.Count} keys of the app state are missing.")
{
    public IReadOnlyList<ReadOnlyMemory<byte>> Ids { get; } = ids;
}

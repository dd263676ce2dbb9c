using WhatsAppKit.Core.AppState.Crypto;

namespace WhatsAppKit.Core.AppState.Collections;

/// <summary>How far a collection is on this device.</summary>
/// <param name="Version">The version; 0 before the first synchronisation.</param>
/// <param name="Hash">The sum over its value MACs.</param>
/// <param name="IsStored">False when nothing of this link is stored: what lies under its keys is of an earlier one.</param>
internal sealed record CollectionState(ulong Version, ReadOnlyMemory<byte> Hash, bool IsStored)
{
    public static CollectionState Empty { get; } = new(0, new byte[LtHash.Length], IsStored: false);
}

using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.AppState.Collections;

/// <summary>A record that was verified and read.</summary>
/// <param name="IsRemoval">True when it takes its index away.</param>
/// <param name="Data">What it is about, and what it says.</param>
/// <param name="IndexMac">Where it lies.</param>
/// <param name="ValueMac">Its part of the sum.</param>
internal sealed record OpenedRecord(bool IsRemoval, SyncActionData Data, ReadOnlyMemory<byte> IndexMac, ReadOnlyMemory<byte> ValueMac);

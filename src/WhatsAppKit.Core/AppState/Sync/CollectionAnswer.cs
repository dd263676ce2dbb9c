namespace WhatsAppKit.Core.AppState.Sync;

/// <summary>What the server said about one collection.</summary>
/// <param name="ErrorCode">Why it refused; null when it did not.</param>
/// <param name="Snapshot">Where the whole collection lies, as ExternalBlobReference; null when it sent patches.</param>
/// <param name="Patches">Patches, as SyncdPatch, in their order.</param>
/// <param name="HasMore">True when the next question brings more.</param>
internal sealed record CollectionAnswer(int? ErrorCode, ReadOnlyMemory<byte>? Snapshot, IReadOnlyList<ReadOnlyMemory<byte>> Patches, bool HasMore);

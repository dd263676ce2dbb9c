using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.AppState.Collections;

/// <summary>An entry whose content is kept.</summary>
/// <param name="Index">What it is about.</param>
/// <param name="Value">What it says.</param>
internal sealed record ListedEntry(IReadOnlyList<string> Index, SyncActionValue Value);

using Google.Protobuf;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.AppState.Actions;

/// <summary>One change this device makes.</summary>
/// <param name="Index">What it is about; the first part names the action.</param>
/// <param name="Version">The version of the action's form.</param>
/// <param name="Value">What it says; its time is set when it is sent.</param>
/// <param name="IsRemoval">True to take the entry away.</param>
internal sealed record StateAction(IReadOnlyList<string> Index, int Version, SyncActionValue Value, bool IsRemoval = false)
{
    /// <summary>What is encrypted. The padding is empty, but there.</summary>
    public SyncActionData ToData(DateTimeOffset now) => new()
    {
        Index = ActionIndex.Write(Index),
        Value = new SyncActionValue(Value) { Timestamp = now.ToUnixTimeMilliseconds() },
        Padding = ByteString.Empty,
        Version = Version,
    };
}

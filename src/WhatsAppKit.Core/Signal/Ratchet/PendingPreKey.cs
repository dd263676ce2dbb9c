namespace WhatsAppKit.Core.Signal;

/// <summary>The peer's pre-keys a session was started with: every message names them until the peer has answered.</summary>
internal sealed record PendingPreKey(uint? PreKeyId, uint SignedPreKeyId)
{
    /// <summary>When the session was started; null when that was not noted.</summary>
    public DateTimeOffset? Since { get; init; }
}

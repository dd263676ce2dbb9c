namespace WhatsAppKit.Core.Signal;

/// <summary>The bounds on what a peer can make a session keep or compute; the values other clients use.</summary>
internal static class SignalLimits
{
    /// <summary>Messages that may be missing before one in the same chain.</summary>
    public const uint MaxGap = 2000;

    /// <summary>Keys kept per chain for messages still missing; the oldest are dropped.</summary>
    public const int MaxSkippedKeys = 2000;

    /// <summary>Chains of the peer kept per session; the oldest are dropped.</summary>
    public const int MaxReceivingChains = 5;

    /// <summary>Earlier sessions kept for messages still on their way; the oldest are dropped.</summary>
    public const int MaxArchivedSessions = 40;

    /// <summary>Sender keys kept of one device in one group; the oldest are dropped.</summary>
    public const int MaxSenderKeyStates = 5;
}

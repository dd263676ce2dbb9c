namespace WhatsAppKit.Core.Presence;

/// <summary>What somebody is doing in a chat.</summary>
public enum TypingState
{
    /// <summary>Typing.</summary>
    Composing,

    /// <summary>Recording a voice message.</summary>
    Recording,

    /// <summary>Neither, or no longer.</summary>
    Paused,
}

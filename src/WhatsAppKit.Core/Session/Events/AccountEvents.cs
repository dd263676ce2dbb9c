namespace WhatsAppKit.Core.Session.Events;

/// <summary>
/// WhatsApp restricted the account, or lifted the restriction. While it lasts, messages to people this account has no chat
/// with are refused; other chats go on.
/// </summary>
/// <param name="IsActive">False when the restriction was lifted.</param>
/// <param name="EnforcementType">WhatsApp's word for the cause, such as <c>DEFAULT</c> or <c>BIZ_COMMERCE_VIOLATION_DRUGS</c>.</param>
/// <param name="Ends">When it ends; null when it was lifted.</param>
public sealed record AccountRestricted(bool IsActive, string EnforcementType, DateTimeOffset? Ends) : WhatsAppEvent;

/// <summary>How many new chats the account may still begin has changed.</summary>
/// <param name="Stage">How near the limit is.</param>
/// <param name="Used">New chats begun in this period; null when not told.</param>
/// <param name="Total">New chats allowed in this period; null when not told.</param>
/// <param name="CycleStarts">When the period began; null when not told.</param>
/// <param name="CycleEnds">When the period ends; null when not told.</param>
public sealed record NewChatLimitChanged(
    NewChatLimitStage Stage, int? Used, int? Total, DateTimeOffset? CycleStarts, DateTimeOffset? CycleEnds) : WhatsAppEvent;

/// <summary>How near an account is to the number of new chats it may begin.</summary>
public enum NewChatLimitStage
{
    /// <summary>Far from it.</summary>
    None,

    /// <summary>WhatsApp warned the account.</summary>
    FirstWarning,

    /// <summary>WhatsApp warned the account once more.</summary>
    SecondWarning,

    /// <summary>The limit is reached: messages to new people are refused.</summary>
    Capped,
}

namespace WhatsAppKit.Contracts.QuickReplies;

/// <summary>A quick reply as it shall be.</summary>
/// <param name="Shortcut">What is typed for it: 1 to 25 characters.</param>
/// <param name="Message">What it says: 1 to 4,096 characters.</param>
/// <param name="Keywords">Up to 10 words of up to 50 characters; null for none.</param>
public sealed record SaveQuickReplyRequest(string? Shortcut, string? Message, IReadOnlyList<string>? Keywords = null);

/// <summary>A text written by a short word.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Shortcut">What is typed for it.</param>
/// <param name="Message">What it says.</param>
/// <param name="Keywords">Words it is found by.</param>
public sealed record QuickReplyResponse(string Id, string Shortcut, string Message, IReadOnlyList<string> Keywords);

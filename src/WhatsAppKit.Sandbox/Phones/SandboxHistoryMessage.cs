namespace WhatsAppKit.Sandbox.Phones;

/// <summary>A message of the past that a phone shall have.</summary>
/// <param name="Text">What it says.</param>
/// <param name="At">When it was sent.</param>
/// <param name="FromMe">True when the phone's account wrote it.</param>
/// <param name="From">Who wrote it in a group: a number or a JID. Not needed elsewhere.</param>
/// <param name="Id">Its id; null for one that is made up.</param>
public sealed record SandboxHistoryMessage(string Text, DateTimeOffset At, bool FromMe = false, string? From = null, string? Id = null);

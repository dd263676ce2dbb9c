namespace WhatsAppKit.AspNetCore.Messages.Receiving;

/// <summary>What can be done to a message. Stored by number.</summary>
internal enum MarkKind
{
    Reaction = 1,
    Vote = 2,
    EventAnswer = 3,
    Pin = 4,
    Keep = 5,
}

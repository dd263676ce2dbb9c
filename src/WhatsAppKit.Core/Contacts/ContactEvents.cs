using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Contacts;

/// <summary>A person or a group has another picture, or none any more. This account's own picture is told too.</summary>
/// <param name="Of">Whose picture.</param>
/// <param name="PictureId">The picture's id; null when it was taken away or the server does not tell it.</param>
/// <param name="IsRemoved">True when there is none any more.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record PictureChanged(Jid Of, string? PictureId, bool IsRemoved, DateTimeOffset Timestamp) : WhatsAppEvent
{
    /// <summary>Who changed it, in a group; null when not told.</summary>
    public Jid? Author { get; init; }
}

/// <summary>Somebody says something else about themselves.</summary>
/// <param name="Person">The person.</param>
/// <param name="Text">What; null for nothing.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record AboutChanged(Jid Person, string? Text, DateTimeOffset Timestamp) : WhatsAppEvent;

/// <summary>A business changed its profile or its name.</summary>
/// <param name="Person">The business.</param>
/// <param name="Name">The certified name, when the notice has it; null leaves it to <see cref="ContactService.GetBusinessNameAsync"/>.</param>
/// <param name="Timestamp">When, by the server's clock.</param>
public sealed record BusinessChanged(Jid Person, BusinessName? Name, DateTimeOffset Timestamp) : WhatsAppEvent;

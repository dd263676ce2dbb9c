using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

/// <summary>A message that was asked for and is valid, before it is stored.</summary>
/// <param name="Kind">The name of its kind.</param>
/// <param name="Chat">Where it goes.</param>
/// <param name="Request">The request, as JSON.</param>
/// <param name="Text">What it says in words; null for none.</param>
internal sealed record MessageDraft(string Kind, Jid Chat, string Request, string? Text)
{
    /// <summary>All it says; null for what does something to another message.</summary>
    public StoredBody? Body { get; init; }

    /// <summary>The file it has.</summary>
    public string? MediaId { get; init; }

    /// <summary>The id of the message it answers or acts on.</summary>
    public string? RelatedId { get; init; }
}

/// <summary>A stored message on its way to WhatsApp: plain data, whoever runs its instance.</summary>
/// <param name="Id">The message id, fixed when the message was accepted.</param>
/// <param name="Kind">The name of its kind.</param>
/// <param name="Chat">Where it goes.</param>
/// <param name="Request">The request, as JSON.</param>
internal sealed record QueuedMessage(string Id, string Kind, Jid Chat, string Request)
{
    /// <summary>True when it may have been sent before.</summary>
    public bool IsRepeat { get; init; }
}

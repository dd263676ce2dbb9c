namespace WhatsAppKit.Core.Messages;

/// <summary>What a message says. The same types describe what is sent and what is received.</summary>
public abstract record MessageContent
{
    private protected MessageContent()
    {
    }
}

/// <summary>Content of a kind this library does not model; <see cref="Session.Events.MessageReceived.RawContent"/> holds all of it.</summary>
/// <param name="Kind">The name of the kind in the wire schema, such as <c>orderMessage</c>, or its field number.</param>
public sealed record UnsupportedContent(string Kind) : MessageContent;

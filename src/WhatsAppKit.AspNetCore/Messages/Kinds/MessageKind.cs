using System.Text.Json;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

/// <summary>
/// One kind of message that goes out: how its request is checked, before anything is stored, and how an instance sends what was
/// stored. In between lies the row of the message, so a restart, or another node, can send it.
/// </summary>
internal abstract class MessageKind
{
    /// <summary>The kind's name in rows, events and answers: <c>text</c>, <c>image</c>, ...</summary>
    public abstract string Name { get; }

    /// <summary>Sends a stored message.</summary>
    /// <param name="client">The instance's client, connected.</param>
    /// <param name="message">The message. Sending it again under its id must be harmless.</param>
    /// <param name="cancellationToken">Stops waiting; the message may still have been sent.</param>
    public abstract Task<SentMessage> SendAsync(WhatsAppClient client, QueuedMessage message, CancellationToken cancellationToken);
}

/// <summary>A kind whose requests are of one type, which is stored as it came.</summary>
internal abstract class MessageKind<TRequest> : MessageKind
    where TRequest : SendRequest
{
    /// <summary>Checks a request.</summary>
    /// <exception cref="GatewayException">The request is not valid; the field is named.</exception>
    public MessageDraft Draft(TRequest request) =>
        new(Name, Recipient.Parse(request.To), JsonSerializer.Serialize(request, StrictJson.Options), Check(request));

    public sealed override Task<SentMessage> SendAsync(WhatsAppClient client, QueuedMessage message, CancellationToken cancellationToken) =>
        SendAsync(client, message, JsonSerializer.Deserialize<TRequest>(message.Request, StrictJson.Options)!, cancellationToken);

    /// <summary>Checks what is particular to the kind, and returns what the message says in words: the text or caption; null for none.</summary>
    protected abstract string? Check(TRequest request);

    protected abstract Task<SentMessage> SendAsync(WhatsAppClient client, QueuedMessage message, TRequest request, CancellationToken cancellationToken);
}

using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Media;
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
    /// <exception cref="GatewayException">It can never be sent: repeating does not help.</exception>
    public abstract Task<SentMessage> SendAsync(WhatsAppClient client, QueuedMessage message, CancellationToken cancellationToken);

    /// <summary>Reads a request of this kind from JSON, checks it against what the instance has, and says what will be stored.</summary>
    /// <exception cref="GatewayException">The request is not valid; the field is named.</exception>
    public abstract Task<(SendRequest Request, MessageDraft Draft)> DraftAsync(TenantContext tenant, JsonElement request, CancellationToken cancellationToken);
}

/// <summary>A kind whose requests are of one type, which is stored as it came, with the rows it names.</summary>
internal abstract class MessageKind<TRequest> : MessageKind
    where TRequest : SendRequest
{
    /// <summary>Checks all of a request that can be checked without looking anything up.</summary>
    /// <exception cref="GatewayException">The request is not valid; the field is named.</exception>
    public abstract void Check(TRequest request);

    /// <summary>Checks a request against what the instance has, and says what will be stored.</summary>
    /// <exception cref="GatewayException">The request is not valid; the field is named.</exception>
    public abstract Task<MessageDraft> DraftAsync(TenantContext tenant, TRequest request, CancellationToken cancellationToken);

    public sealed override async Task<(SendRequest Request, MessageDraft Draft)> DraftAsync(
        TenantContext tenant, JsonElement request, CancellationToken cancellationToken)
    {
        try
        {
            var read = request.ValueKind == JsonValueKind.Object
                ? request.Deserialize<TRequest>(StrictJson.Options)!
                : throw GatewayException.Invalid("message", "A JSON object is needed.");
            return (read, await DraftAsync(tenant, read, cancellationToken).ConfigureAwait(false));
        }
        catch (JsonException error)
        {
            throw GatewayException.Invalid(StrictJson.FieldOf(error), "Unknown, repeated or not of the expected type.");
        }
    }

    public sealed override async Task<SentMessage> SendAsync(WhatsAppClient client, QueuedMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(client, message, Read(message.Request), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is ArgumentException or MessageSecretMissingException or MediaTooLargeException)
        {
            throw new GatewayException(StatusCodes.Status422UnprocessableEntity, ProblemCodes.MessageNotSendable, Sentence(error));
        }
    }

    protected static string Write(QueuedRequest<TRequest> queued) => JsonSerializer.Serialize(queued, StrictJson.Options);

    protected abstract Task<SentMessage> SendAsync(
        WhatsAppClient client, QueuedMessage message, QueuedRequest<TRequest> queued, CancellationToken cancellationToken);

    private static QueuedRequest<TRequest> Read(string request) => JsonSerializer.Deserialize<QueuedRequest<TRequest>>(request, StrictJson.Options)!;

    /// <summary>What Core says of a message that makes no sense there, without the parameter's name.</summary>
    private static string Sentence(Exception error) => error.Message.Split(" (Parameter", 2)[0];
}

/// <summary>What a row keeps of a request: itself, and the rows it named when it was checked.</summary>
/// <param name="InstanceId">The instance that sends it.</param>
/// <param name="Request">The request, without files.</param>
/// <param name="Related">The row of the message that is answered or acted on.</param>
/// <param name="MediaId">The file.</param>
internal sealed record QueuedRequest<TRequest>(string InstanceId, TRequest Request, long? Related = null, string? MediaId = null);

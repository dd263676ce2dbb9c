using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Embedding;

/// <summary>
/// Messages, for the application around the gateway: without HTTP, by the rules of the endpoints. Messages count for the subscription's
/// month, and every failure that an endpoint would describe is a <see cref="GatewayException"/>.
/// </summary>
public interface IMessageSender
{
    /// <summary>Sends a message of any kind: the request is the body that its endpoint takes, such as <see cref="SendTextRequest"/>.</summary>
    /// <param name="instance">The instance that sends it.</param>
    /// <param name="request">What to send. A file in it comes as base64, by address, or as the id of one that is stored.</param>
    /// <param name="cancellationToken">Stops waiting; the message may be sent all the same.</param>
    /// <returns>The message as it stands now.</returns>
    /// <exception cref="GatewayException">There is no such instance, it is not connected, the request is not valid, or WhatsApp refused it.</exception>
    Task<MessageResponse> SendAsync(InstanceReference instance, SendRequest request, CancellationToken cancellationToken = default);

    /// <summary>Sends a message with a file that is read as it is stored, and never lies in memory.</summary>
    /// <param name="instance">The instance that sends it.</param>
    /// <param name="request">What to send, without its <see cref="SendMediaRequest.Media"/>.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Stops waiting; the message may be sent all the same.</param>
    /// <returns>The message as it stands now.</returns>
    /// <exception cref="GatewayException">As without a file; or the file is too large, or of a type that cannot be sent so.</exception>
    Task<MessageResponse> SendAsync(
        InstanceReference instance, SendMediaRequest request, MessageFile file, CancellationToken cancellationToken = default);

    /// <summary>A message with all it says, and what people did to it.</summary>
    /// <param name="instance">The instance that sent or received it.</param>
    /// <param name="messageId">The message id.</param>
    /// <param name="chat">The chat; needed only where two chats have a message with that id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="GatewayException">There is no such message.</exception>
    Task<MessageDetailResponse> GetAsync(
        InstanceReference instance, string messageId, string? chat = null, CancellationToken cancellationToken = default);
}

/// <summary>A file to send.</summary>
/// <param name="Content">Read to its end, and left open.</param>
/// <param name="MimeType">What it is; found out by default.</param>
/// <param name="FileName">Its name; none by default.</param>
public sealed record MessageFile(Stream Content, string? MimeType = null, string? FileName = null);

using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

internal sealed class TextKind : MessageKind<SendTextRequest>
{
    public override string Name => "text";

    protected override string? Check(SendTextRequest request) =>
        request.Text is { Length: >= 1 and <= MessageService.MaxTextLength } text
            ? text
            : throw GatewayException.Invalid("text", $"1 to {MessageService.MaxTextLength} characters are needed.");

    protected override Task<SentMessage> SendAsync(
        WhatsAppClient client, QueuedMessage message, SendTextRequest request, CancellationToken cancellationToken) =>
        client.Messages.SendTextAsync(message.Chat, request.Text!, message.Id, cancellationToken);
}

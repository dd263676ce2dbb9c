using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.Contracts.Messages;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Messages.Kinds;

internal sealed class PhoneNumberRequestKind(StoredMessages rows) : ContentKind<SendPhoneNumberRequestRequest>(rows)
{
    public override string Name => "phone-number-request";

    protected override MessageContent Content(SendPhoneNumberRequestRequest request) => new PhoneNumberRequestContent();
}

internal sealed class PhoneNumberKind : MessageKind<SendPhoneNumberRequest>
{
    public override string Name => "phone-number";

    public override void Check(SendPhoneNumberRequest request)
    {
        if (Recipient.Parse(request.To) is { IsPhoneNumber: false, IsLid: false })
        {
            throw GatewayException.Invalid("to", "A person is needed.");
        }
    }

    public override Task<MessageDraft> DraftAsync(TenantContext tenant, SendPhoneNumberRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        var queued = Write(new QueuedRequest<SendPhoneNumberRequest>(tenant.InstanceId!, request));
        return Task.FromResult(new MessageDraft(Name, Recipient.Parse(request.To), queued, null));
    }

    protected override Task<SentMessage> SendAsync(
        WhatsAppClient client, QueuedMessage message, QueuedRequest<SendPhoneNumberRequest> queued, CancellationToken cancellationToken) =>
        client.Messages.SharePhoneNumberAsync(message.Chat, message.Id, cancellationToken);
}

using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Instances;
using WhatsAppKit.AspNetCore.Messages;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Embedding;

internal sealed class InProcessMessages(InstanceService instances, InProcessSends sends, StoredMessages messages, MessageDetails details) : IMessageSender
{
    public Task<MessageResponse> SendAsync(InstanceReference instance, SendRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SendAsync(instance, request, null, cancellationToken);
    }

    public Task<MessageResponse> SendAsync(
        InstanceReference instance, SendMediaRequest request, MessageFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(file);
        return SendAsync(instance, (SendRequest)request, file, cancellationToken);
    }

    public Task<MessageDetailResponse> GetAsync(
        InstanceReference instance, string messageId, string? chat = null, CancellationToken cancellationToken = default) =>
        RunAsync(instance, tenant => details.GetAsync(tenant, messageId, chat, cancellationToken), cancellationToken);

    private Task<MessageResponse> SendAsync(InstanceReference instance, SendRequest request, MessageFile? file, CancellationToken cancellationToken) =>
        RunAsync(
            instance,
            async tenant =>
            {
                var id = await sends.SendAsync(new InstanceScope(tenant), request, file, cancellationToken).ConfigureAwait(false);

                // Sent is sent: it is told whatever the caller does meanwhile.
                return MessageMapping.ToContract(await messages.OutgoingAsync(instance.InstanceId, id, CancellationToken.None).ConfigureAwait(false));
            },
            cancellationToken);

    private Task<T> RunAsync<T>(InstanceReference instance, Func<TenantContext, Task<T>> run, CancellationToken cancellationToken) =>
        InProcess.RunAsync(async () =>
        {
            var tenant = InProcess.Tenant(instance);
            await instances.RequireAsync(tenant, instance.InstanceId, cancellationToken).ConfigureAwait(false);
            return await run(tenant).ConfigureAwait(false);
        });
}

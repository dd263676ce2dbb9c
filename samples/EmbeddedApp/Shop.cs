using System.Collections.Concurrent;
using System.Security.Cryptography;
using WhatsAppKit.AspNetCore.Embedding;
using WhatsAppKit.Contracts.Auth;
using WhatsAppKit.Contracts.Instances;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.EmbeddedApp;

/// <summary>What this application does with WhatsApp: it has one device, and reminds customers with it.</summary>
internal sealed class Shop(ISubscriptionService subscriptions, IInstanceService instances, IMessageSender messages) : IDisposable
{
    private readonly SemaphoreSlim _making = new(1);

    /// <summary>The shop's device; an application that keeps its data would have it in its own database.</summary>
    public InstanceReference? Device { get; private set; }

    public ConcurrentQueue<string> Received { get; } = new();

    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        await _making.WaitAsync(cancellationToken);
        try
        {
            Device ??= await MakeAsync(cancellationToken);
        }
        finally
        {
            _making.Release();
        }

        await instances.ConnectAsync(Device.Value, cancellationToken);
    }

    public Task<MessageResponse> RemindAsync(string to, string text, CancellationToken cancellationToken) =>
        messages.SendAsync(Device ?? throw new InvalidOperationException("Connect first."), new SendTextRequest { To = to, Text = text }, cancellationToken);

    public void Dispose() => _making.Dispose();

    private async Task<InstanceReference> MakeAsync(CancellationToken cancellationToken)
    {
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var owner = await subscriptions.RegisterAsync(new RegisterRequest("shop@example.com", password, "The shop"), cancellationToken);
        var device = await instances.CreateAsync(owner.Subscription.Id, new CreateInstanceRequest("reminders"), cancellationToken);
        return new InstanceReference(owner.Subscription.Id, device.Id);
    }
}

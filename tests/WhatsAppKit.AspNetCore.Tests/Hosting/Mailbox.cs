using System.Collections.Concurrent;
using WhatsAppKit.AspNetCore.Auth;
using WhatsAppKit.AspNetCore.Tests.Logging;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests;

/// <summary>Keeps what the gateway sends to people.</summary>
internal sealed class Mailbox : IAccountMessageSender
{
    private readonly ConcurrentQueue<AccountMessage> _messages = new();

    public int Count => _messages.Count;

    public Task SendAsync(AccountMessage message, CancellationToken cancellationToken)
    {
        SecretWatch.Suite.Plant("token of a message", message.Token);
        _messages.Enqueue(message);
        return Task.CompletedTask;
    }

    /// <summary>Waits for a message to an email, and takes the latest.</summary>
    public async Task<AccountMessage> LatestAsync(string email, int count = 1)
    {
        await Wait.UntilAsync(() => To(email).Count() >= count, $"message {count}");
        return To(email).Last();
    }

    public IEnumerable<AccountMessage> To(string email) => _messages.Where(message => message.Email == email);
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>What stands in while the application has no sender of its own: it says so, and in Development it shows the token.</summary>
internal sealed class UndeliveredMessages(IHostEnvironment environment, ILogger<UndeliveredMessages> logger) : IAccountMessageSender
{
    public Task SendAsync(AccountMessage message, CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment())
        {
            AuthLog.TokenShown(logger, message.Kind, message.Email, message.Token);
        }
        else
        {
            AuthLog.NotDelivered(logger, message.Kind);
        }

        return Task.CompletedTask;
    }
}

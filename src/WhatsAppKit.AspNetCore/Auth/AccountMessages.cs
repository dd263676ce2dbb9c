using System.Data.Common;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using WhatsAppKit.AspNetCore.Hosting;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.Contracts;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>
/// Makes and delivers messages behind the requests that ask for them: such a request does the same work, and takes the same
/// time, whether or not anybody has the address. What waits is lost with the process; the person asks again.
/// </summary>
internal sealed class AccountMessages(PasswordTokens tokens, IAccountMessageSender sender, GatewayLogs logs) : BackgroundService
{
    private const int MaxWaiting = 1000;
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(5);

    private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    /// <summary>Asks for a token to be made and sent, if anybody has the address.</summary>
    public void AskForReset(string email, string address) => Enqueue(new Order(null, email, address));

    /// <summary>Sends what is ready.</summary>
    public void Send(AccountMessage message) => Enqueue(new Order(message, message.Email, ""));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var order in _orders.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            var message = order.Ready ?? await ResetAsync(order, stoppingToken).ConfigureAwait(false);
            if (message is not null)
            {
                await DeliverAsync(message, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private void Enqueue(Order order)
    {
        if (!_orders.Writer.TryWrite(order))
        {
            throw new GatewayException(StatusCodes.Status503ServiceUnavailable, ProblemCodes.Busy, "Too many messages are waiting.") { RetryAfter = BusyPause };
        }
    }

    private async Task<AccountMessage?> ResetAsync(Order order, CancellationToken cancellationToken)
    {
        try
        {
            return await tokens.ForResetAsync(order.Email, order.Address, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DbException or DbUpdateException)
        {
            AuthLog.ResetFailed(logs.Error, error);
            return null;
        }
    }

    /// <summary>The sender is the application's: whatever it throws must not end the deliveries to others.</summary>
    private async Task DeliverAsync(AccountMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await sender.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            AuthLog.DeliveryFailed(logs.Error, message.Kind, error);
        }
    }

    private sealed record Order(AccountMessage? Ready, string Email, string Address);
}

using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.AspNetCore.Logging;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.Core;

namespace WhatsAppKit.AspNetCore.Tests.Messages;

public class StoppingTests
{
    [Theory]
    [InlineData(ConnectionState.Connected)]
    [InlineData(ConnectionState.LoggedOut)]
    public async Task A_connection_that_changes_at_the_moment_the_queue_stops_is_nobodys_failure(ConnectionState state)
    {
        await using var host = await GatewayHost.StartAsync();
        var feed = new ConnectionFeed();
        await using var queue = new SendQueue(
            Get<MessageOutbox>(), Get<SendLanes>(), Get<Idempotency>(), feed, TimeProvider.System, Get<GatewayLogs>());

        // Told before the queue is, of a change that the queue is told of next.
        var isStopped = false;
        feed.Changed += async (_, _) =>
        {
            await queue.StoppingAsync(CancellationToken.None);
            isStopped = true;
        };
        await queue.StartedAsync(TestContext.Current.CancellationToken);

        await feed.TellAsync(new InstanceRef("subscription", "instance"), new ConnectionStatus { State = state, Since = DateTimeOffset.UnixEpoch });

        Assert.True(isStopped);

        T Get<T>()
            where T : notnull => host.Services.GetRequiredService<T>();
    }
}

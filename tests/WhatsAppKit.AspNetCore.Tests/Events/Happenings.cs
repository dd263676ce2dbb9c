using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WhatsAppKit.AspNetCore.Events;
using WhatsAppKit.AspNetCore.Persistence;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.AspNetCore.Tests.Events;

/// <summary>Makes things happen, without a WhatsApp that takes its time.</summary>
internal static class Happenings
{
    /// <summary>Stores a change of status for each name, in one transaction.</summary>
    public static async Task TellAsync(this GatewayHost host, string subscription, string? instance, params IEnumerable<string> messages) =>
        await StoreAsync(host, (log, context) =>
        {
            foreach (var message in messages)
            {
                log.Append(context, subscription, instance, EventTypes.MessageSent, new MessageStatusData(message, "15550001", "text", "sent", DateTimeOffset.UnixEpoch));
            }
        });

    /// <summary>Stores the arrival of a message, and its edit.</summary>
    public static async Task ReceiveAsync(this GatewayHost host, string subscription, string instance, string text) =>
        await StoreAsync(host, (log, context) =>
        {
            var message = new MessageResponse("m", "in", "15550001", "15550002", text, "received", DateTimeOffset.UnixEpoch, "15550001", "text", null, null, null, null);
            log.Append(context, subscription, instance, EventTypes.MessageReceived, new { message, content = new { secret = text }, pushName = "Ann", isOffline = false });
            log.Append(context, subscription, instance, EventTypes.MessageEdited, new MessageChangeData { MessageId = "m", Chat = "15550001", From = "15550001", At = DateTimeOffset.UnixEpoch, Text = text });
        });

    private static async Task StoreAsync(GatewayHost host, Action<EventLog, GatewayDbContext> append)
    {
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<GatewayDbContext>>().CreateDbContextAsync();
        append(host.Services.GetRequiredService<EventLog>(), context);
        await context.SaveChangesAsync();
    }
}

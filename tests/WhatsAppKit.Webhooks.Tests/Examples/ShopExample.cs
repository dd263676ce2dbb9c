using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Contracts.Events;
using WhatsAppKit.Contracts.Messages;

namespace WhatsAppKit.Webhooks.Tests.Examples;

public class ShopExample
{
    [Fact]
    public async Task A_message_is_kept_by_the_handlers_and_by_the_class()
    {
        var (letters, journal) = (new Letters(), new Journal());
        await using var app = Shop(letters, journal);
        await app.StartAsync();

        var sender = new Sender(new Uri(app.Urls.First() + "/hooks"), TimeProvider.System);
        Assert.Equal(HttpStatusCode.NoContent, await sender.PostAsync("e1", Sender.Message("e1", "Where is my parcel?")));

        Assert.Equal(["Where is my parcel?", "Where is my parcel?"], letters.Kept.Select(message => message.Text));
        Assert.Equal(["e1 message.received"], journal.Lines);
    }

    private static WebApplication Shop(Letters letters, Journal journal)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["WebhookSecret"] = Sender.Secret;
        builder.Services.AddSingleton(letters);
        builder.Services.AddScoped<IWebhookHandler, Inbox>();

        // example
        var app = builder.Build();
        app.MapWhatsAppWebhooks("/hooks", builder.Configuration["WebhookSecret"]!, handlers => handlers
            .On<MessageEventData>(EventTypes.MessageReceived, async (happened, data, cancellationToken) =>
                await letters.AddAsync(data.Message, cancellationToken))
            .OnAny((happened, cancellationToken) => journal.WriteAsync(happened.Id, happened.Type, cancellationToken)));
        // end
        return app;
    }
}

// example
// builder.Services.AddScoped<IWebhookHandler, Inbox>();
internal sealed class Inbox(Letters letters) : IWebhookHandler
{
    public async Task HandleAsync(GatewayEvent happened, CancellationToken cancellationToken)
    {
        if (happened.Type == EventTypes.MessageReceived)
        {
            await letters.AddAsync(happened.ReadData<MessageEventData>().Message, cancellationToken);
        }
    }
}
// end

internal sealed class Letters
{
    public ConcurrentQueue<MessageResponse> Kept { get; } = new();

    public Task AddAsync(MessageResponse message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Kept.Enqueue(message);
        return Task.CompletedTask;
    }
}

internal sealed class Journal
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public Task WriteAsync(string id, string type, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Lines.Enqueue($"{id} {type}");
        return Task.CompletedTask;
    }
}

using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WhatsAppKit.Client.Webhooks;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.EndToEnd.Tests.Crashes;

/// <summary>Receives webhooks on one port, fails a third of the time, and is itself stopped and started again.</summary>
internal sealed class ChaosReceiver(int port) : IAsyncDisposable
{
    private readonly ConcurrentQueue<GatewayEvent> _taken = new();
    private WebApplication? _app;

    /// <summary>The secret of the webhook.</summary>
    public string? Secret { get; set; }

    public string Url { get; } = $"http://127.0.0.1:{port}/hook";

    /// <summary>Events that were answered with 200, repeats included.</summary>
    public IReadOnlyList<GatewayEvent> Taken => [.. _taken];

    public int Refused { get; private set; }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _app = builder.Build();
        _app.MapPost("/hook", (Delegate)ReceiveAsync);
        await _app.StartAsync();
    }

    public async Task StopAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private async Task<IResult> ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers;
        var happened = new WebhookVerifier(Secret!).Verify(headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], Encoding.UTF8.GetBytes(body));
        Assert.Equal(happened.Id, headers["webhook-id"].ToString());
        if (Random.Shared.Next(3) == 0)
        {
            Refused++;
            return Results.StatusCode(StatusCodes.Status500InternalServerError);
        }

        _taken.Enqueue(happened);
        return Results.Ok();
    }
}

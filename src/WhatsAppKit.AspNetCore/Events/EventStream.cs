using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WhatsAppKit.Contracts.Events;

namespace WhatsAppKit.AspNetCore.Events;

/// <summary>Writes events as Server-Sent Events (HTML Living Standard, section 9.2).</summary>
internal sealed class EventStream(HttpContext context) : ILiveSink
{
    public const string MediaType = "text/event-stream";

    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    /// <summary>Sends the head of the answer: from here on there are events, and no problems any more.</summary>
    /// <param name="lastEventId">
    /// The event that the stream begins after. A reader that loses the connection before the first event knows by it where to go on; it is told
    /// of no event by it, as there is no data.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task StartAsync(string? lastEventId, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync(cancellationToken).ConfigureAwait(false);
        await SendAsync(lastEventId is null ? Comment : Encoding.UTF8.GetBytes($"id: {lastEventId}\n\n"), cancellationToken).ConfigureAwait(false);
    }

    public Task WriteAsync(GatewayEvent happened, CancellationToken cancellationToken)
    {
        var frame = new ArrayBufferWriter<byte>(1024);
        frame.Write(Encoding.UTF8.GetBytes($"id: {happened.Id}\nevent: {happened.Type}\ndata: "));

        // On one line: JSON has no line breaks in its texts.
        using (var json = new Utf8JsonWriter(frame))
        {
            JsonSerializer.Serialize(json, happened, JsonSerializerOptions.Web);
        }

        frame.Write("\n\n"u8);
        return SendAsync(frame.WrittenMemory, cancellationToken);
    }

    public Task HeartbeatAsync(CancellationToken cancellationToken) => SendAsync(Comment, cancellationToken);

    public void Cut() => context.Abort();

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await context.Response.Body.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}

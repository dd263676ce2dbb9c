using System.Collections.Concurrent;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using WhatsAppKit.Sandbox.Tests;

namespace WhatsAppKit.AspNetCore.Tests.Events;

/// <summary>What a client was told, one after the other.</summary>
internal abstract class LiveClient : IAsyncDisposable
{
    public ConcurrentQueue<JsonElement> Told { get; } = new();

    /// <summary>Ends when the gateway ends the stream.</summary>
    public Task Ended { get; protected set; } = Task.CompletedTask;

    public IEnumerable<string> Ids => Told.Select(each => each.GetProperty("id").GetString()!);

    /// <summary>The messages whose status was told.</summary>
    public IEnumerable<string> Messages => Told.Select(each => each.GetProperty("data")).Where(data => data.TryGetProperty("messageId", out _))
        .Select(data => data.GetProperty("messageId").GetString()!);

    public Task UntilAsync(string message) => Wait.UntilAsync(() => Messages.Contains(message), $"the event of {message}");

    public abstract ValueTask DisposeAsync();
}

/// <summary>Reads a stream of Server-Sent Events with the framework's parser.</summary>
internal sealed class StreamClient : LiveClient
{
    private static readonly HttpClient Http = new();

    private readonly HttpResponseMessage _answer;

    private StreamClient(HttpResponseMessage answer)
    {
        _answer = answer;
        Ended = ReadAsync();
    }

    public HttpResponseMessage Answer => _answer;

    public static async Task<StreamClient> OpenAsync(Caller caller, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(caller.Address, "/api/events/stream" + query));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + caller.Credential);
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new StreamClient(answer);
    }

    public override async ValueTask DisposeAsync()
    {
        _answer.Dispose();
        await Ended.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task ReadAsync()
    {
        await foreach (var item in SseParser.Create(await _answer.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            var happened = JsonDocument.Parse(item.Data).RootElement;
            Assert.Equal(item.EventId, happened.GetProperty("id").GetString());
            Assert.Equal(item.EventType, happened.GetProperty("type").GetString());
            Told.Enqueue(happened);
        }
    }
}

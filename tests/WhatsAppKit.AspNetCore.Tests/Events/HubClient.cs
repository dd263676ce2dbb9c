using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace WhatsAppKit.AspNetCore.Tests.Events;

/// <summary>A client of the hub that writes SignalR's JSON protocol out.</summary>
internal sealed class HubClient : LiveClient
{
    private const byte End = 0x1e;

    private readonly ClientWebSocket _socket = new();
    private TaskCompletionSource<string?> _answer = new();

    /// <summary>Connects at once over a WebSocket.</summary>
    public static async Task<HubClient> ConnectAsync(Caller caller, string query = "", string path = "/api/events/hub")
    {
        var client = new HubClient();
        var address = new UriBuilder(new Uri(caller.Address, path)) { Scheme = "ws", Query = query }.Uri;
        client._socket.Options.SetRequestHeader("Authorization", $"Bearer {caller.Credential}");
        await client._socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        await client.SendAsync(new { protocol = "json", version = 1 });
        var reader = client.MessagesAsync().GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal("{}", reader.Current.GetRawText());
        client.Ended = client.ReadAsync(reader);
        return client;
    }

    /// <summary>Subscribes; returns what the hub says against it, or null.</summary>
    public async Task<string?> SubscribeAsync(string[]? groups = null, string? instanceId = null, string? lastEventId = null)
    {
        _answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(new { type = 1, invocationId = "1", target = "Subscribe", arguments = new object?[] { groups, instanceId, lastEventId } });
        return await _answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public override async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await Ended.ContinueWith(_ => { }, TaskScheduler.Default);
        _socket.Dispose();
    }

    private Task SendAsync(object message) =>
        _socket.SendAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(message), End], WebSocketMessageType.Text, true, CancellationToken.None);

    private async Task ReadAsync(IAsyncEnumerator<JsonElement> messages)
    {
        while (await messages.MoveNextAsync())
        {
            switch (messages.Current.GetProperty("type").GetInt32())
            {
                case 1:
                    Assert.Equal("event", messages.Current.GetProperty("target").GetString());
                    Told.Enqueue(messages.Current.GetProperty("arguments")[0]);
                    break;
                case 3:
                    _answer.TrySetResult(messages.Current.TryGetProperty("error", out var error) ? error.GetString()!.Split("HubException: ")[^1] : null);
                    break;
            }
        }
    }

    private async IAsyncEnumerable<JsonElement> MessagesAsync()
    {
        var (buffer, rest) = (new byte[64 * 1024], new List<byte>());
        while (_socket.State == WebSocketState.Open)
        {
            var read = await _socket.ReceiveAsync(buffer, CancellationToken.None);
            foreach (var each in buffer.Take(read.Count))
            {
                if (each != End)
                {
                    rest.Add(each);
                    continue;
                }

                yield return JsonDocument.Parse(Encoding.UTF8.GetString([.. rest])).RootElement;
                rest.Clear();
            }
        }
    }
}

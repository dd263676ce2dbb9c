using System.Net.WebSockets;
using WhatsAppKit.Core.Transport;

namespace WhatsAppKit.Core.Tests.Transport;

/// <summary>Frames over a real WebSocket in memory, however the other side cuts its messages.</summary>
public sealed class FrameSocketTests : IAsyncDisposable
{
    private readonly FrameSocket _client;
    private readonly WebSocket _server;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));

    public FrameSocketTests()
    {
        var (client, server) = DuplexStream.Pair();
        _client = new FrameSocket(WebSocket.CreateFromStream(client, isServer: false, subProtocol: null, Timeout.InfiniteTimeSpan));
        _server = WebSocket.CreateFromStream(server, isServer: true, subProtocol: null, Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public async Task Several_frames_in_one_message_come_out_one_by_one()
    {
        byte[][] bodies = [Body(1), Body(0), Body(300), Body(70_000), Body(2)];
        await SendAsync([.. bodies.SelectMany(Framed)], size: int.MaxValue, WebSocketMessageType.Binary, ends: true);

        await AssertReceivesAsync(bodies);
    }

    [Fact]
    public async Task One_byte_in_each_fragment_makes_the_same_frames()
    {
        byte[][] bodies = [Body(5), Body(0), Body(1), Body(6_000)];
        await SendAsync([.. bodies.SelectMany(Framed)], size: 1, WebSocketMessageType.Binary, ends: false);

        await AssertReceivesAsync(bodies);
    }

    [Fact]
    public async Task One_byte_in_each_message_makes_the_same_frames()
    {
        byte[][] bodies = [Body(5), Body(0), Body(1), Body(6_000)];
        await SendAsync([.. bodies.SelectMany(Framed)], size: 1, WebSocketMessageType.Binary, ends: true);

        await AssertReceivesAsync(bodies);
    }

    [Fact]
    public async Task Cuts_at_any_place_make_the_same_frames()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var bodies = Enumerable.Range(0, 20).Select(_ => Body(random.Next(5_000))).ToArray();
            await SendAsync([.. bodies.SelectMany(Framed)], random.Next(1, 4_000), WebSocketMessageType.Binary, ends: seed % 2 == 0);

            await AssertReceivesAsync(bodies);
        }
    }

    [Fact]
    public async Task The_largest_frame_passes_in_both_directions_and_a_larger_one_is_not_sent()
    {
        var largest = Body(FrameSocket.MaxBody);
        await SendAsync(Framed(largest), 60_000, WebSocketMessageType.Binary, ends: true);
        await AssertReceivesAsync([largest]);

        byte[] frame = [0, 0, 0, .. largest];
        await _client.SendFrameAsync(frame, _limit.Token);
        Assert.Equal(Framed(largest), await ServerReceivesAsync());
        Assert.Throws<TransportException>(() => FrameSocket.WriteHeader(new byte[FrameSocket.HeaderLength + FrameSocket.MaxBody + 1]));
    }

    [Fact]
    public async Task Each_frame_leaves_in_one_message_even_when_many_are_sent_at_once()
    {
        await Task.WhenAll(Enumerable.Range(1, 100).Select(i => _client.SendFrameAsync(new byte[FrameSocket.HeaderLength + i], _limit.Token).AsTask()));

        var lengths = new SortedSet<int>();
        for (var i = 0; i < 100; i++)
        {
            var message = await ServerReceivesAsync();
            Assert.Equal(message.Length - FrameSocket.HeaderLength, message[2]);
            lengths.Add(message[2]);
        }

        Assert.Equal(Enumerable.Range(1, 100), lengths);
    }

    [Fact]
    public async Task Text_is_passed_over()
    {
        await SendAsync("hello"u8.ToArray(), size: 5, WebSocketMessageType.Text, ends: true);
        await SendAsync(Framed(Body(9)), size: 3, WebSocketMessageType.Binary, ends: true);

        await AssertReceivesAsync([Body(9)]);
    }

    [Fact]
    public async Task A_close_between_frames_is_an_end_and_a_close_within_one_is_an_error()
    {
        await SendAsync(Framed(Body(9)), size: 3, WebSocketMessageType.Binary, ends: true);
        await _server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _limit.Token);
        await AssertReceivesAsync([Body(9)]);
        Assert.Null(await _client.ReceiveAsync(_limit.Token));

        foreach (var length in new[] { 1, 3, 7 })
        {
            await using var other = new FrameSocketTests();
            await other.SendAsync(Framed(Body(9))[..length], size: 3, WebSocketMessageType.Binary, ends: true);
            await other._server.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, _limit.Token);
            var error = await Assert.ThrowsAsync<TransportException>(async () => await other._client.ReceiveAsync(_limit.Token));
            Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, error.CloseStatus);
        }
    }

    [Fact]
    public async Task A_connection_that_vanishes_is_an_error()
    {
        await SendAsync(Framed(Body(9))[..5], size: 5, WebSocketMessageType.Binary, ends: true);
        _server.Abort();

        await Assert.ThrowsAsync<TransportException>(async () => await _client.ReceiveAsync(_limit.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _server.Dispose();
        _limit.Dispose();
    }

    private static byte[] Body(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];

    private static byte[] Framed(byte[] body)
    {
        byte[] frame = [0, 0, 0, .. body];
        FrameSocket.WriteHeader(frame);
        return frame;
    }

    private async Task SendAsync(byte[] bytes, int size, WebSocketMessageType type, bool ends)
    {
        for (var at = 0; at < bytes.Length; at += Math.Min(size, bytes.Length - at))
        {
            var part = bytes.AsMemory(at, Math.Min(size, bytes.Length - at));
            await _server.SendAsync(part, type, ends || at + part.Length == bytes.Length, _limit.Token);
        }
    }

    private async Task AssertReceivesAsync(byte[][] bodies)
    {
        for (var i = 0; i < bodies.Length; i++)
        {
            using var frame = await _client.ReceiveAsync(_limit.Token);
            Assert.True(frame is not null && frame.Span.SequenceEqual(bodies[i]), $"frame {i}");
        }
    }

    private async Task<byte[]> ServerReceivesAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult result;
        do
        {
            result = await _server.ReceiveAsync(buffer.AsMemory(), _limit.Token);
            message.Write(buffer, 0, result.Count);
        }
        while (!result.EndOfMessage);
        return message.ToArray();
    }
}

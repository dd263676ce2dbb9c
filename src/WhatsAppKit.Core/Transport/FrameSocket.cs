using System.Buffers;
using System.Net.WebSockets;

namespace WhatsAppKit.Core.Transport;

/// <summary>
/// Frames over a WebSocket: a 3-byte length and a body. The socket is one stream of bytes; a message may hold several
/// frames, or a part of one. While nothing arrives, no buffer is held.
/// </summary>
internal sealed class FrameSocket(WebSocket socket) : IAsyncDisposable
{
    public const int HeaderLength = 3;
    public const int MaxBody = (1 << 24) - 1;

    private const int FirstBuffer = 4096;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _writing = new(1, 1);

    // Bytes received and not yet taken; null while there are none.
    private byte[]? _buffer;
    private int _start;
    private int _length;

    /// <summary>Writes one frame in one WebSocket message.</summary>
    /// <param name="frame">Three bytes to be filled with the length, then the body.</param>
    /// <param name="cancellationToken">Cancelling a write that has begun breaks the socket.</param>
    public ValueTask SendFrameAsync(Memory<byte> frame, CancellationToken cancellationToken)
    {
        WriteHeader(frame.Span);
        return SendRawAsync(frame, cancellationToken);
    }

    /// <summary>Fills in the length of a frame whose body follows the three bytes.</summary>
    public static void WriteHeader(Span<byte> frame)
    {
        var length = frame.Length - HeaderLength;
        if (length > MaxBody)
        {
            throw new TransportException($"A frame of {length} bytes is too long to send.", isTransient: false);
        }

        frame[0] = (byte)(length >> 16);
        frame[1] = (byte)(length >> 8);
        frame[2] = (byte)length;
    }

    /// <summary>Writes bytes as they are, in one WebSocket message.</summary>
    public async ValueTask SendRawAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is WebSocketException or IOException or InvalidOperationException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // A socket that is closed under a write reports that as a cancellation nobody asked for.
            throw Broken("The connection broke while a frame was written.", error);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Reads bytes of the stream until at least that many are there; false on a clean close.</summary>
    private async ValueTask<bool> FillAsync(int needed, CancellationToken cancellationToken)
    {
        while (_length < needed)
        {
            if (_buffer is null)
            {
                // A read of zero bytes waits for data without a buffer: an idle connection costs only its socket.
                var waited = await ReceiveAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
                if (waited.MessageType == WebSocketMessageType.Close)
                {
                    return OnClose();
                }

                _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
            }

            MakeRoom();
            var result = await ReceiveAsync(_buffer.AsMemory(_start + _length), cancellationToken).ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return OnClose();
            }

            // Text is not part of the protocol; it is passed over.
            _length += result.MessageType == WebSocketMessageType.Binary ? result.Count : 0;
        }

        return true;
    }

    /// <summary>Takes bytes that stand before the first frame.</summary>
    /// <exception cref="TransportException">The connection ended before they came.</exception>
    public async ValueTask<byte[]> ReadRawAsync(int count, CancellationToken cancellationToken)
    {
        if (!await FillAsync(count, cancellationToken).ConfigureAwait(false))
        {
            throw new TransportException("The connection ended before its first frame.");
        }

        var bytes = _buffer.AsSpan(_start, count).ToArray();
        Take(count);
        return bytes;
    }

    /// <summary>The next frame's body in a pooled buffer, or null when the other side closed cleanly.</summary>
    /// <exception cref="TransportException">The connection broke.</exception>
    public async ValueTask<Frame?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(HeaderLength, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var header = _buffer.AsSpan(_start, HeaderLength);
        var length = (header[0] << 16) | (header[1] << 8) | header[2];

        // The buffer grows with what arrives, not with what is announced.
        if (!await FillAsync(HeaderLength + length, cancellationToken).ConfigureAwait(false))
        {
            throw new TransportException("The connection was closed within a frame.");
        }

        var frame = Frame.CopyOf(_buffer.AsSpan(_start + HeaderLength, length));
        Take(HeaderLength + length);
        return frame;
    }

    /// <summary>Closes this side: the other one reads all that was written, and then the end.</summary>
    /// <exception cref="TransportException">The connection is broken.</exception>
    public async ValueTask CloseOutputAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is WebSocketException or IOException or InvalidOperationException)
        {
            throw Broken("The connection broke before it was closed.", error);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using var limit = new CancellationTokenSource(CloseTimeout);
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
            {
                // The other side is gone: there is nobody left to say goodbye to.
                socket.Abort();
            }
        }

        socket.Dispose();
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Take(int count)
    {
        _start += count;
        _length -= count;
        if (_length == 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer!);
            _buffer = null;
            _start = 0;
        }
    }

    private bool OnClose() => _length == 0
        ? false
        : throw Broken("The connection was closed within a frame.", null);

    private void MakeRoom()
    {
        if (_start + _length < _buffer!.Length)
        {
            return;
        }

        var target = _start > 0 ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(_start, _length).CopyTo(target);
        if (target != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }

        _start = 0;
    }

    private async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is WebSocketException or IOException or InvalidOperationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Broken("The connection broke.", error);
        }
    }

    private TransportException Broken(string message, Exception? error) => new(message, innerException: error) { CloseStatus = socket.CloseStatus };
}

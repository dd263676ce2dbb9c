using System.Buffers;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Noise;

namespace WhatsAppKit.Core.Transport;

/// <summary>An encrypted, authenticated stream of nodes.</summary>
internal sealed class NoiseChannel : IAsyncDisposable
{
    private static readonly byte[] RoutingIntro = [0x45, 0x44, 0x00, 0x01];

    private readonly FrameSocket _socket;
    private readonly NoiseFrameCipher _write;
    private readonly NoiseFrameCipher _read;
    private readonly SemaphoreSlim _writing = new(1, 1);

    public NoiseChannel(FrameSocket socket, NoiseFrameCipher write, NoiseFrameCipher read)
    {
        _socket = socket;
        _write = write;
        _read = read;
    }

    /// <summary>Shakes hands as a client. The socket belongs to the channel once this returns.</summary>
    /// <exception cref="NoiseException">The handshake failed.</exception>
    /// <exception cref="ServerCertificateException">The server is not who it must be.</exception>
    /// <exception cref="RequestTimeoutException">The server did not answer in time.</exception>
    public static async Task<NoiseChannel> OpenAsync(
        FrameSocket socket,
        KeyPair staticKey,
        ReadOnlyMemory<byte> clientPayload,
        PublicKey trustedRoot,
        ReadOnlyMemory<byte>? routingInfo,
        TimeProvider time,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var handshake = new NoiseHandshake();
        try
        {
            await socket.SendRawAsync(Opening(handshake.WriteClientHello(), routingInfo), both.Token).ConfigureAwait(false);
            using (var hello = await socket.ReceiveAsync(both.Token).ConfigureAwait(false)
                ?? throw new TransportException("The server closed the connection during the handshake."))
            {
                handshake.ReadServerHello(hello.Span, trustedRoot, time.GetUtcNow());
            }

            byte[] finish = [0, 0, 0, .. handshake.WriteClientFinish(staticKey, clientPayload.Span)];
            await socket.SendFrameAsync(finish, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RequestTimeoutException(timeout);
        }

        var (write, read) = handshake.Split();
        return new NoiseChannel(socket, write, read);
    }

    public async ValueTask SendAsync(BinaryNode node, CancellationToken cancellationToken)
    {
        using var buffer = new PooledWriter();
        buffer.Advance(FrameSocket.HeaderLength);
        BinaryNodeWriter.Write(node, buffer);
        buffer.Advance(NoiseFrameCipher.TagLength);
        await SealAndSendAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends bytes that need not be a node.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> plain, CancellationToken cancellationToken)
    {
        using var buffer = new PooledWriter();
        buffer.Advance(FrameSocket.HeaderLength);
        buffer.Write(plain.Span);
        buffer.Advance(NoiseFrameCipher.TagLength);
        await SealAndSendAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask SealAndSendAsync(PooledWriter buffer, CancellationToken cancellationToken)
    {
        // The order on the wire must be the order of the counters.
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _write.Seal(buffer.WrittenMemory.Span[FrameSocket.HeaderLength..]);

            // A frame that was sealed must go out whole: without it the counters part for good.
            await _socket.SendFrameAsync(buffer.WrittenMemory, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The next node, or null when the other side closed cleanly.</summary>
    /// <exception cref="BinaryNodeException">The frame was authentic but held no node. The channel can go on.</exception>
    /// <exception cref="NoiseException">The frame is not authentic. The channel is lost.</exception>
    public async ValueTask<BinaryNode?> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var frame = await _socket.ReceiveAsync(cancellationToken).ConfigureAwait(false);
        return frame is null ? null : BinaryNodeReader.Read(_read.Open(frame.Span));
    }

    /// <summary>Says that nothing more will be written; the server's answer to it is the end of what can be read.</summary>
    /// <exception cref="TransportException">The connection is broken.</exception>
    public ValueTask CloseOutputAsync(CancellationToken cancellationToken) => _socket.CloseOutputAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync().ConfigureAwait(false);
        _write.Dispose();
        _read.Dispose();
    }

    /// <summary>The first bytes of a connection: the routing hint of an earlier one, the prologue and the client's hello.</summary>
    internal static byte[] Opening(ReadOnlySpan<byte> clientHello, ReadOnlyMemory<byte>? routingInfo)
    {
        byte[] frame = [0, 0, 0, .. clientHello];
        FrameSocket.WriteHeader(frame);
        if (routingInfo is not { } info)
        {
            return [.. NoiseHandshake.Prologue.Span, .. frame];
        }

        byte[] hint = [0, 0, 0, .. info.Span];
        FrameSocket.WriteHeader(hint);
        return [.. RoutingIntro, .. hint, .. NoiseHandshake.Prologue.Span, .. frame];
    }
}

using System.Buffers;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Media.Encryption;

/// <summary>
/// A file that passed every check, for reading. On the disk it stays encrypted; it is decrypted a piece at a time as it is
/// read, wherever the reader goes.
/// </summary>
internal sealed class VerifiedStream(TemporaryFile file, MediaKeys? keys, long length) : Stream
{
    private byte[] _sealed = ArrayPool<byte>.Shared.Rent(AesCbc.BlockLength + MediaFormat.ChunkLength);
    private byte[] _plain = ArrayPool<byte>.Shared.Rent(MediaFormat.ChunkLength);
    private long _start;
    private int _filled;
    private long _position;
    private bool _disposed;

    public override bool CanRead => !_disposed;

    public override bool CanSeek => !_disposed;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (buffer.IsEmpty || _position >= length)
        {
            return 0;
        }

        if (!IsLoaded)
        {
            var (from, count) = Wanted();
            file.ReadExactly(from, _sealed.AsSpan(0, count));
            Load(from, count);
        }

        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (buffer.IsEmpty || _position >= length)
        {
            return 0;
        }

        if (!IsLoaded)
        {
            var (from, count) = Wanted();
            await file.ReadExactlyAsync(from, _sealed.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            Load(from, count);
        }

        return Take(buffer.Span);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            file.Dispose();
            keys?.Dispose();
            ArrayPool<byte>.Shared.Return(_sealed);
            ArrayPool<byte>.Shared.Return(_plain, clearArray: true);
            _sealed = _plain = [];
        }

        base.Dispose(disposing);
    }

    private bool IsLoaded => _position >= _start && _position < _start + _filled;

    /// <summary>Which bytes of the file hold the piece around the position; with the block before it, which is its IV.</summary>
    private (long From, int Count) Wanted()
    {
        _filled = 0;
        _start = _position - (_position % MediaFormat.ChunkLength);
        var from = keys is not null && _start > 0 ? _start - AesCbc.BlockLength : _start;
        var end = keys is null ? length : file.Length - MediaFormat.MacLength;
        return (from, (int)(Math.Min(_start + MediaFormat.ChunkLength, end) - from));
    }

    private void Load(long from, int count)
    {
        var piece = _sealed.AsSpan(0, count);
        if (keys is null)
        {
            piece.CopyTo(_plain);
        }
        else
        {
            var lead = (int)(_start - from);
            using var cipher = new AesCbcChain(keys.CipherKey, lead == 0 ? keys.Iv : piece[..lead]);
            cipher.Decrypt(piece[lead..], _plain);
        }

        // The last piece ends in padding, which lies past the length.
        _filled = (int)Math.Min(MediaFormat.ChunkLength, length - _start);
    }

    private int Take(Span<byte> buffer)
    {
        var at = (int)(_position - _start);
        var count = Math.Min(buffer.Length, _filled - at);
        _plain.AsSpan(at, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}

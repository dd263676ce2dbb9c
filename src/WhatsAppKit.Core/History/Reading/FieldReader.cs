using System.Buffers;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.History;

/// <summary>
/// Reads protobuf fields from a stream of any length, one after the other, so that nobody must hold the whole. What it says
/// about lengths is checked against what surrounds it before it is believed.
/// </summary>
/// <param name="source">The stream; it stays open.</param>
/// <param name="limit">How many bytes may be read at most.</param>
internal sealed class FieldReader(Stream source, long limit) : IDisposable
{
    private const int BufferLength = 64 * 1024;
    private const int MaxVarintLength = 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    private int _start;
    private int _end;

    /// <summary>The end of the outermost message, which is wherever the stream ends.</summary>
    public static long Open => long.MaxValue;

    public long Position { get; private set; }

    /// <summary>The next field of the message that ends there; null at its end.</summary>
    /// <exception cref="ProtocolException">The bytes are no protobuf message, or too many.</exception>
    public async ValueTask<Field?> NextAsync(long end, CancellationToken cancellationToken)
    {
        if (Position == end || (end == Open && !await HasAsync(1, cancellationToken).ConfigureAwait(false)))
        {
            return null;
        }

        var tag = await VarintAsync(cancellationToken).ConfigureAwait(false);
        var number = tag >> 3;
        if (number is 0 or > int.MaxValue >> 3)
        {
            throw Malformed();
        }

        var field = (tag & 7) switch
        {
            0 => new Field((int)number, await VarintAsync(cancellationToken).ConfigureAwait(false), null),
            1 => new Field((int)number, 0, Position + sizeof(ulong)),
            2 => new Field((int)number, 0, EndOf(await VarintAsync(cancellationToken).ConfigureAwait(false))),
            5 => new Field((int)number, 0, Position + sizeof(uint)),
            _ => throw Malformed(),
        };
        return Position <= end && (field.End ?? Position) <= end ? field : throw Malformed();
    }

    /// <summary>The bytes of the field that was read last; they stand until the next step.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> BytesAsync(Field field, CancellationToken cancellationToken)
    {
        var length = (int)(field.End!.Value - Position);
        if (!await HasAsync(length, cancellationToken).ConfigureAwait(false))
        {
            throw Malformed();
        }

        var bytes = _buffer.AsMemory(_start, length);
        Advance(length);
        return bytes;
    }

    /// <summary>Passes over what is left of a field.</summary>
    public async ValueTask SkipAsync(Field field, CancellationToken cancellationToken)
    {
        for (var left = (field.End ?? Position) - Position; left > 0; left = field.End!.Value - Position)
        {
            if (!await HasAsync(1, cancellationToken).ConfigureAwait(false))
            {
                throw Malformed();
            }

            Advance((int)Math.Min(left, _end - _start));
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    private static ProtocolException Malformed() => new("A part of the history is no protobuf message.");

    private long EndOf(ulong length) => length <= (ulong)(limit - Position) ? Position + (long)length : throw Malformed();

    private async ValueTask<ulong> VarintAsync(CancellationToken cancellationToken)
    {
        await HasAsync(MaxVarintLength, cancellationToken).ConfigureAwait(false);
        var value = 0UL;
        for (var i = 0; i < MaxVarintLength && _start < _end; i++)
        {
            var part = _buffer[_start];
            Advance(1);
            value |= (ulong)(part & 0x7f) << (7 * i);
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Malformed();
    }

    private void Advance(int count)
    {
        _start += count;
        Position += count;
    }

    /// <summary>Fills the buffer until it holds that many bytes; false when the stream ends before.</summary>
    private async ValueTask<bool> HasAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _start < count)
        {
            MakeRoom(count);
            var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            _end += read;
            if (Position + (_end - _start) > limit)
            {
                throw new ProtocolException($"A part of the history is longer than {limit} bytes.");
            }
        }

        return true;
    }

    private void MakeRoom(int count)
    {
        var held = _end - _start;
        if (_buffer.Length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(count);
            _buffer.AsSpan(_start, held).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = larger;
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, held).CopyTo(_buffer);
        }

        (_start, _end) = (0, held);
    }
}

/// <summary>A field of a protobuf message.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Value">Its value, when it is a number of variable length.</param>
/// <param name="End">Where its bytes end; null for a number of variable length, which is read already.</param>
internal readonly record struct Field(int Number, ulong Value, long? End);

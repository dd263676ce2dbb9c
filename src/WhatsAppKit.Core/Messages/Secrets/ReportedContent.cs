namespace WhatsAppKit.Core.Messages;

/// <summary>
/// Cuts out of a serialized message what a report of it covers: the covered fields as they stand, those inside others with new
/// lengths, in the order of their numbers. It reads bytes and not the parsed message, since fields this library does not know count too.
/// </summary>
internal static class ReportedContent
{
    // As deep as protobuf itself goes by default is far deeper than any message is nested.
    private const int MaxDepth = 32;

    private enum WireType
    {
        Number = 0,
        EightBytes = 1,
        Bytes = 2,
        FourBytes = 5,
    }

    /// <summary>The covered part; empty when nothing is covered, null when the bytes are no message.</summary>
    public static byte[]? Of(ReadOnlySpan<byte> message) => Cut(message, ReportingFields.Message, 0);

    private static byte[]? Cut(ReadOnlySpan<byte> message, ReportingFields fields, int depth)
    {
        if (depth > MaxDepth)
        {
            return null;
        }

        var kept = new List<(int Number, byte[] Bytes)>();
        for (var rest = message; !rest.IsEmpty;)
        {
            if (!TryReadField(rest, out var number, out var length, out var content))
            {
                return null;
            }

            if (fields.TryGet(number, out var inside))
            {
                var field = rest[..length];
                if ((inside is null || content < 0 ? field.ToArray() : Nested(field, content, inside, depth)) is not { } bytes)
                {
                    return null;
                }

                kept.Add((number, bytes));
            }

            rest = rest[length..];
        }

        // Stable: fields of one number keep their order.
        var cut = new byte[kept.Sum(field => field.Bytes.Length)];
        var at = 0;
        foreach (var (_, bytes) in kept.OrderBy(field => field.Number))
        {
            bytes.CopyTo(cut, at);
            at += bytes.Length;
        }

        return cut;
    }

    /// <summary>The covered part of an embedded message with its tag and its length; empty when nothing of it is covered.</summary>
    private static byte[]? Nested(ReadOnlySpan<byte> field, int content, ReportingFields inside, int depth)
    {
        if (Cut(field[content..], inside, depth + 1) is not { } covered)
        {
            return null;
        }

        TryReadNumber(field, out _, out var tagLength);
        return covered.Length == 0 ? [] : [.. field[..tagLength], .. Number((uint)covered.Length), .. covered];
    }

    /// <param name="from">Bytes that begin with a field.</param>
    /// <param name="number">The field's number.</param>
    /// <param name="length">How long the field is, tag included.</param>
    /// <param name="content">Where its bytes begin, when it has bytes; else -1.</param>
    private static bool TryReadField(ReadOnlySpan<byte> from, out int number, out int length, out int content)
    {
        (number, length, content) = (0, 0, -1);
        if (!TryReadNumber(from, out var tag, out var tagLength) || tag >> 3 is 0 or > 0x1FFFFFFF)
        {
            return false;
        }

        number = (int)(tag >> 3);
        var rest = from[tagLength..];
        ulong size;
        switch ((WireType)(tag & 7))
        {
            case WireType.Number when TryReadNumber(rest, out _, out var numberLength):
                size = (ulong)numberLength;
                break;
            case WireType.EightBytes:
                size = sizeof(ulong);
                break;
            case WireType.FourBytes:
                size = sizeof(uint);
                break;
            case WireType.Bytes when TryReadNumber(rest, out var bytes, out var lengthLength) && bytes <= (ulong)(rest.Length - lengthLength):
                content = tagLength + lengthLength;
                size = (ulong)lengthLength + bytes;
                break;
            default:
                return false;
        }

        if (size > (ulong)rest.Length)
        {
            return false;
        }

        length = tagLength + (int)size;
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> from, out ulong number, out int length)
    {
        (number, length) = (0, 0);
        for (var shift = 0; length < from.Length && shift < 64; shift += 7)
        {
            var next = from[length++];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Number(uint number)
    {
        var bytes = new List<byte>(5);
        for (; number >= 0x80; number >>= 7)
        {
            bytes.Add((byte)(number | 0x80));
        }

        bytes.Add((byte)number);
        return [.. bytes];
    }
}

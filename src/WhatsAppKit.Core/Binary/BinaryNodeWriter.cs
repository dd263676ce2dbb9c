using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace WhatsAppKit.Core.Binary;

/// <summary>Writes a node in its shortest form.</summary>
internal static class BinaryNodeWriter
{
    private const int MaxBinary20 = 1 << 20;

    /// <summary>Writes the flag byte and the node, uncompressed.</summary>
    public static void Write(BinaryNode node, IBufferWriter<byte> output)
    {
        Byte(output, 0);
        Node(node, output);
    }

    private static void Node(BinaryNode node, IBufferWriter<byte> output)
    {
        var attributes = 0;
        foreach (var attribute in node.AttributeSpan)
        {
            attributes += attribute.IsAbsent ? 0 : 1;
        }

        ListHeader(1 + (2 * attributes) + (node.HasContent ? 1 : 0), output);
        Text(node.Tag, output);
        foreach (var attribute in node.AttributeSpan)
        {
            if (attribute.IsAbsent)
            {
                continue;
            }

            Text(attribute.Name, output);
            if (attribute.Jid is { } jid)
            {
                Address(jid, output);
            }
            else
            {
                Text(attribute.Value, output);
            }
        }

        Content(node, output);
    }

    private static void Content(BinaryNode node, IBufferWriter<byte> output)
    {
        if (node.ChildArray is { } children)
        {
            ListHeader(children.Length, output);
            foreach (var child in children)
            {
                Node(child, output);
            }
        }
        else if (node.RawBytes is { } bytes)
        {
            LengthPrefix(bytes.Length, output);
            output.Write(bytes.Span);
        }
        else if (node.RawText is { } text)
        {
            Text(text, output);
        }
    }

    private static void ListHeader(int size, IBufferWriter<byte> output)
    {
        switch (size)
        {
            case 0:
                Byte(output, BinaryTag.ListEmpty);
                break;
            case < 256:
                Byte(output, BinaryTag.List8);
                Byte(output, (byte)size);
                break;
            case <= ushort.MaxValue:
                Byte(output, BinaryTag.List16);
                UInt16(output, (ushort)size);
                break;
            default:
                throw new BinaryNodeException($"A list of {size} entries is too long to write.");
        }
    }

    private static void Text(string text, IBufferWriter<byte> output)
    {
        if (TokenDictionary.TryGetCode(text, out var code))
        {
            if (code > byte.MaxValue)
            {
                Byte(output, (byte)(code >> 8));
            }

            Byte(output, (byte)code);
        }
        else if (PackedText.TagOf(text) is { } tag)
        {
            PackedText.Write(text, tag, output);
        }
        else
        {
            var length = Encoding.UTF8.GetByteCount(text);
            LengthPrefix(length, output);
            output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Math.Max(length, 1))));
        }
    }

    private static void Address(Jid jid, IBufferWriter<byte> output)
    {
        switch (jid.Server)
        {
            case JidServer.Messenger:
                Byte(output, BinaryTag.MessengerJid);
                Text(jid.User, output);
                UInt16(output, (ushort)jid.Device);
                Text(jid.Server, output);
                break;
            case JidServer.Interop:
                Byte(output, BinaryTag.InteropJid);
                Text(jid.User, output);
                UInt16(output, (ushort)jid.Device);
                UInt16(output, (ushort)jid.Integrator);
                Text(jid.Server, output);
                break;
            case JidServer.PhoneNumber or JidServer.Lid when jid.Device > 0:
            case JidServer.Hosted or JidServer.HostedLid:
                AddressWithDevice(jid, output);
                break;
            default:
                Byte(output, BinaryTag.JidPair);
                UserOrAbsent(jid.User, output);
                Text(jid.Server, output);
                break;
        }
    }

    private static void AddressWithDevice(Jid jid, IBufferWriter<byte> output)
    {
        if (jid.Device > byte.MaxValue)
        {
            throw new BinaryNodeException($"Device {jid.Device} does not fit into an address on {jid.Server}.");
        }

        Byte(output, BinaryTag.AdJid);
        Byte(output, JidDomain.Of(jid.Server));
        Byte(output, (byte)jid.Device);
        UserOrAbsent(jid.User, output);
    }

    private static void UserOrAbsent(string user, IBufferWriter<byte> output)
    {
        if (user.Length == 0)
        {
            Byte(output, BinaryTag.ListEmpty);
        }
        else
        {
            Text(user, output);
        }
    }

    private static void LengthPrefix(int length, IBufferWriter<byte> output)
    {
        if (length < 256)
        {
            Byte(output, BinaryTag.Binary8);
            Byte(output, (byte)length);
        }
        else if (length < MaxBinary20)
        {
            var span = output.GetSpan(4);
            BinaryPrimitives.WriteUInt32BigEndian(span, (uint)length);
            span[0] = BinaryTag.Binary20;
            output.Advance(4);
        }
        else
        {
            Byte(output, BinaryTag.Binary32);
            BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(4), (uint)length);
            output.Advance(4);
        }
    }

    private static void Byte(IBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private static void UInt16(IBufferWriter<byte> output, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), value);
        output.Advance(2);
    }
}

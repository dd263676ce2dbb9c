using System.Buffers.Binary;
using System.Text;

namespace WhatsAppKit.Core.Binary;

/// <summary>Reads one node. The bytes are hostile until proven otherwise: every length is checked in one place.</summary>
internal ref struct BinaryNodeReader
{
    /// <summary>How deep nodes may nest. Real stanzas stay below ten.</summary>
    public const int MaxDepth = 64;

    private ReadOnlySpan<byte> _rest;

    private BinaryNodeReader(ReadOnlySpan<byte> data) => _rest = data;

    /// <summary>Reads the flag byte and exactly one node.</summary>
    /// <exception cref="BinaryNodeException">The bytes are no node, or exceed a limit.</exception>
    public static BinaryNode Read(ReadOnlySpan<byte> frame)
    {
        if (frame.IsEmpty)
        {
            throw new BinaryNodeException("The frame is empty.");
        }

        var body = frame[1..];
        if ((frame[0] & BinaryTag.CompressedFlag) == 0)
        {
            return ReadBody(body);
        }

        using var inflated = FrameInflater.Inflate(body);
        return ReadBody(inflated.Span);
    }

    private static BinaryNode ReadBody(ReadOnlySpan<byte> body)
    {
        var reader = new BinaryNodeReader(body);
        var node = reader.Node(0);
        return reader._rest.IsEmpty
            ? node
            : throw new BinaryNodeException($"{reader._rest.Length} bytes follow the node.");
    }

    private BinaryNode Node(int depth)
    {
        if (depth >= MaxDepth)
        {
            throw new BinaryNodeException($"Nodes nest deeper than {MaxDepth}.");
        }

        var size = ListSize(Byte());
        if (size == 0)
        {
            throw new BinaryNodeException("A node has no entries.");
        }

        var tag = Text(Byte());
        if (tag.Length == 0)
        {
            throw new BinaryNodeException("A node has no tag.");
        }

        var attributes = Attributes((size - 1) / 2);
        return size % 2 == 1 ? new BinaryNode(tag, attributes) : Content(tag, attributes, depth);
    }

    private NodeAttribute[] Attributes(int count)
    {
        if (count == 0)
        {
            return [];
        }

        // An attribute takes at least two bytes: a claimed count beyond that is refused before anything is allocated.
        Expect(2 * count);
        var attributes = new NodeAttribute[count];
        for (var i = 0; i < count; i++)
        {
            var name = Text(Byte());
            if (name.Length == 0)
            {
                throw new BinaryNodeException("An attribute has no name.");
            }

            var tag = Byte();
            attributes[i] = tag == BinaryTag.ListEmpty ? new NodeAttribute(name, (string?)null)
                : IsAddress(tag) ? new NodeAttribute(name, Address(tag))
                : new NodeAttribute(name, Text(tag));
        }

        return attributes;
    }

    private BinaryNode Content(string tag, NodeAttribute[] attributes, int depth)
    {
        var kind = Byte();
        switch (kind)
        {
            case BinaryTag.ListEmpty or BinaryTag.List8 or BinaryTag.List16:
                return new BinaryNode(tag, attributes, Children(ListSize(kind), depth));
            case BinaryTag.Binary8 or BinaryTag.Binary20 or BinaryTag.Binary32:
                return new BinaryNode(tag, attributes, new ReadOnlyMemory<byte>(Take(Length(kind)).ToArray()));
            default:
                return BinaryNode.WithText(tag, attributes, IsAddress(kind) ? Address(kind).ToString() : Text(kind));
        }
    }

    private BinaryNode[] Children(int count, int depth)
    {
        // A node takes at least two bytes.
        Expect(2 * count);
        var children = new BinaryNode[count];
        for (var i = 0; i < count; i++)
        {
            children[i] = Node(depth + 1);
        }

        return children;
    }

    private int ListSize(byte tag) => tag switch
    {
        BinaryTag.ListEmpty => 0,
        BinaryTag.List8 => Byte(),
        BinaryTag.List16 => UInt16(),
        _ => throw new BinaryNodeException($"A node begins with {tag}, which is no list."),
    };

    private string Text(byte tag)
    {
        if (TokenDictionary.FromSingle(tag) is { } token)
        {
            return token;
        }

        switch (tag)
        {
            case >= BinaryTag.Dictionary0 and <= BinaryTag.Dictionary3:
                return TokenDictionary.FromDouble(tag - BinaryTag.Dictionary0, Byte());
            case BinaryTag.Hex8 or BinaryTag.Nibble8:
                var header = Byte();
                return PackedText.Read(Take(header & 0x7F), (header & 0x80) != 0, tag);
            case BinaryTag.Binary8 or BinaryTag.Binary20 or BinaryTag.Binary32:
                return Encoding.UTF8.GetString(Take(Length(tag)));
            default:
                throw new BinaryNodeException($"A string begins with {tag}, which is none.");
        }
    }

    private static bool IsAddress(byte tag) => tag is BinaryTag.JidPair or BinaryTag.AdJid or BinaryTag.MessengerJid or BinaryTag.InteropJid;

    private Jid Address(byte tag)
    {
        switch (tag)
        {
            case BinaryTag.JidPair:
                var user = UserOrAbsent();
                return new Jid(user, Server());
            case BinaryTag.AdJid:
                var server = JidDomain.ServerOf(Byte());
                var device = Byte();
                return new Jid(UserOrAbsent(), server, device);
            case BinaryTag.MessengerJid:
                var messengerUser = Text(Byte());
                var messengerDevice = UInt16();
                return new Jid(messengerUser, Server(JidServer.Messenger), messengerDevice);
            default:
                var name = Text(Byte());
                var interopDevice = UInt16();
                var integrator = UInt16();
                return new Jid(name, Server(JidServer.Interop), interopDevice, integrator);
        }
    }

    private string UserOrAbsent()
    {
        var tag = Byte();
        return tag == BinaryTag.ListEmpty ? "" : Text(tag);
    }

    private string Server()
    {
        var server = Text(Byte());
        return server.Length > 0 ? server : throw new BinaryNodeException("An address has no server.");
    }

    // These two forms hold numbers that an address on any other server has no place for.
    private string Server(string expected) =>
        Server() == expected ? expected : throw new BinaryNodeException($"An address in the form of {expected} is on another server.");

    private int Length(byte tag)
    {
        var length = tag switch
        {
            BinaryTag.Binary8 => Byte(),
            BinaryTag.Binary20 => ((uint)(Byte() & 0x0F) << 16) | UInt16(),
            _ => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
        };
        return length <= (uint)_rest.Length
            ? (int)length
            : throw new BinaryNodeException($"{length} bytes are announced but only {_rest.Length} remain.");
    }

    private byte Byte() => Take(1)[0];

    private ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    private readonly void Expect(int count)
    {
        if (count > _rest.Length)
        {
            throw new BinaryNodeException($"At least {count} more bytes must follow but only {_rest.Length} remain.");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        Expect(count);
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}

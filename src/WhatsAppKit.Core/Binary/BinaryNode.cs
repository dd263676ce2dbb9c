using System.Globalization;
using System.Text;

namespace WhatsAppKit.Core.Binary;

/// <summary>
/// A stanza or a part of one: a tag, attributes, and either child nodes, bytes, text or nothing.
/// </summary>
/// <remarks>
/// Text content exists because the wire has tokens, packed digits and JIDs in that position; ordinary text travels as
/// bytes. Read content through <see cref="Bytes"/> or <see cref="Text"/>: each converts from the other.
/// </remarks>
public sealed class BinaryNode
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly NodeAttribute[] _attributes;
    private readonly BinaryNode[]? _children;
    private readonly ReadOnlyMemory<byte>? _bytes;
    private readonly string? _text;

    /// <summary>A node without content.</summary>
    public BinaryNode(string tag, NodeAttribute[]? attributes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        Tag = tag;
        _attributes = attributes ?? [];
    }

    /// <summary>A node with child nodes.</summary>
    public BinaryNode(string tag, NodeAttribute[]? attributes, params BinaryNode[] children)
        : this(tag, attributes)
    {
        ArgumentNullException.ThrowIfNull(children);
        _children = children;
    }

    /// <summary>A node with bytes.</summary>
    public BinaryNode(string tag, NodeAttribute[]? attributes, ReadOnlyMemory<byte> content)
        : this(tag, attributes) => _bytes = content;

    private BinaryNode(string tag, NodeAttribute[]? attributes, string text)
        : this(tag, attributes) => _text = text;

    /// <summary>The node's name; never empty.</summary>
    public string Tag { get; }

    /// <summary>The attributes in the order they were written.</summary>
    public IReadOnlyList<NodeAttribute> Attributes => _attributes;

    /// <summary>The child nodes; empty when the content is something else.</summary>
    public IReadOnlyList<BinaryNode> Children => _children ?? [];

    /// <summary>True when the node carries any content, an empty list of children included.</summary>
    public bool HasContent => _children is not null || _bytes is not null || _text is not null;

    /// <summary>The content as bytes; text as UTF-8; empty when there are children or no content.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes ?? (_text is null ? ReadOnlyMemory<byte>.Empty : Utf8.GetBytes(_text));

    /// <summary>The content as text; bytes read as UTF-8; empty when there are children or no content.</summary>
    public string Text => _text ?? (_bytes is { } bytes ? Utf8.GetString(bytes.Span) : "");

    /// <summary>The text of an attribute, or null when it is absent. The last of several with one name wins.</summary>
    public string? this[string attribute] => Find(attribute) is { IsAbsent: false } found ? found.Value : null;

    internal ReadOnlySpan<NodeAttribute> AttributeSpan => _attributes;

    internal BinaryNode[]? ChildArray => _children;

    internal ReadOnlyMemory<byte>? RawBytes => _bytes;

    internal string? RawText => _text;

    /// <summary>A node whose content is written as a string: a token, packed digits, or raw UTF-8.</summary>
    public static BinaryNode WithText(string tag, NodeAttribute[]? attributes, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new BinaryNode(tag, attributes, text);
    }

    /// <summary>The JID in an attribute; null when it is absent or not typed as a JID and not readable as one.</summary>
    public Jid? Jid(string attribute)
    {
        if (Find(attribute) is not { IsAbsent: false } found)
        {
            return null;
        }

        return found.Jid ?? (Binary.Jid.TryParse(found.Value, out var jid) ? jid : null);
    }

    /// <summary>The number in an attribute; null when it is absent or no decimal number.</summary>
    public long? Number(string attribute) =>
        long.TryParse(this[attribute], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The first child with that tag, or null.</summary>
    public BinaryNode? Child(string tag)
    {
        foreach (var child in _children ?? [])
        {
            if (child.Tag == tag)
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>All children with that tag, in order.</summary>
    public IEnumerable<BinaryNode> ChildrenOf(string tag) => Children.Where(child => child.Tag == tag);

    /// <summary>A copy with one attribute set; an existing one of that name is replaced in place.</summary>
    public BinaryNode With(NodeAttribute attribute)
    {
        var at = Array.FindIndex(_attributes, existing => existing.Name == attribute.Name);
        NodeAttribute[] attributes = at < 0 ? [.. _attributes, attribute] : [.. _attributes];
        if (at >= 0)
        {
            attributes[at] = attribute;
        }

        return _children is not null ? new BinaryNode(Tag, attributes, _children)
            : _bytes is { } bytes ? new BinaryNode(Tag, attributes, bytes)
            : _text is not null ? new BinaryNode(Tag, attributes, _text)
            : new BinaryNode(Tag, attributes);
    }

    /// <summary>The tag and the attribute names: enough to recognise a stanza, and nothing that belongs to a person.</summary>
    public override string ToString() =>
        $"<{Tag}{string.Concat(_attributes.Select(a => " " + a.Name))}{(HasContent ? ">…" : "/>")}";

    private NodeAttribute? Find(string name)
    {
        for (var i = _attributes.Length - 1; i >= 0; i--)
        {
            if (_attributes[i].Name == name)
            {
                return _attributes[i];
            }
        }

        return null;
    }
}

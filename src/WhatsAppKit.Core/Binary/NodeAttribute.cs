using System.Diagnostics.CodeAnalysis;

namespace WhatsAppKit.Core.Binary;

/// <summary>
/// One attribute of a <see cref="BinaryNode"/>. Its value is text or a typed <see cref="Jid"/>: the two are written
/// differently, and servers tell them apart.
/// </summary>
/// <remarks>An attribute whose value is null or empty is not written.</remarks>
[SuppressMessage("Naming", "CA1711", Justification = "The protocol calls it an attribute.")]
public readonly record struct NodeAttribute
{
    private readonly string? _text;
    private readonly Jid _jid;

    /// <summary>An attribute with a text value.</summary>
    public NodeAttribute(string name, string? value)
    {
        Name = name;
        _text = value;
    }

    /// <summary>An attribute with a JID value.</summary>
    public NodeAttribute(string name, Jid value)
    {
        Name = name;
        _jid = value;
    }

    /// <summary>The attribute's name.</summary>
    public string Name { get; }

    /// <summary>The typed JID, or null when the value is text.</summary>
    public Jid? Jid => _jid.IsEmpty ? null : _jid;

    /// <summary>The value as text; a JID in its text form.</summary>
    public string Value => _text ?? _jid.ToString();

    /// <summary>True when there is nothing to write.</summary>
    public bool IsAbsent => string.IsNullOrEmpty(_text) && _jid.IsEmpty;

    /// <summary>Lets a tuple stand for an attribute with a text value.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternative.")]
    public static implicit operator NodeAttribute((string Name, string? Value) attribute) => new(attribute.Name, attribute.Value);

    /// <summary>Lets a tuple stand for an attribute with a JID value.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternative.")]
    public static implicit operator NodeAttribute((string Name, Jid Value) attribute) => new(attribute.Name, attribute.Value);

    /// <summary>Lets a tuple stand for an attribute with a JID value that may be absent.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The constructor is the named alternative.")]
    public static implicit operator NodeAttribute((string Name, Jid? Value) attribute) => new(attribute.Name, attribute.Value.GetValueOrDefault());
}

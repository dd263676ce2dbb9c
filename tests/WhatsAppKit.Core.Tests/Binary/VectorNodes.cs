using System.Text.Json;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Transport;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Binary;

/// <summary>Turns the trees of the vector files into nodes, and compares nodes with them.</summary>
internal static class VectorNodes
{
    public static byte[] Write(BinaryNode node)
    {
        using var writer = new PooledWriter();
        BinaryNodeWriter.Write(node, writer);
        return writer.WrittenMemory.ToArray();
    }

    /// <summary>A tree of <c>transport.json</c>.</summary>
    public static BinaryNode Node(JsonElement json)
    {
        var tag = json.Text("tag");
        var attributes = json.TryGetProperty("attrs", out var attrs) ? Attributes(attrs) : null;
        if (json.TryGetProperty("repeatChild", out var child))
        {
            return new BinaryNode(tag, attributes, [.. Enumerable.Repeat(Node(child), json.GetProperty("count").GetInt32())]);
        }

        if (!json.TryGetProperty("content", out var content))
        {
            return new BinaryNode(tag, attributes);
        }

        return content.ValueKind == JsonValueKind.Array ? new BinaryNode(tag, attributes, [.. content.EnumerateArray().Select(Node)])
            : content.TryGetProperty("text", out var text) ? BinaryNode.WithText(tag, attributes, text.GetString()!)
            : new BinaryNode(tag, attributes, Content(content));
    }

    /// <summary>A tree of <c>stanzas.json</c>.</summary>
    public static BinaryNode Stanza(JsonElement json)
    {
        var attributes = Attributes(json.GetProperty("attrs"));
        return json.TryGetProperty("children", out var children)
            ? new BinaryNode(json.Text("tag"), attributes, [.. children.EnumerateArray().Select(Stanza)])
            : json.TryGetProperty("bytes_hex", out _) ? new BinaryNode(json.Text("tag"), attributes, json.Hex("bytes_hex"))
            : new BinaryNode(json.Text("tag"), attributes);
    }

    /// <summary>Where two nodes differ, or null: text and bytes are one kind of content, an empty attribute is none.</summary>
    public static string? Difference(BinaryNode expected, BinaryNode actual)
    {
        if (expected.Tag != actual.Tag)
        {
            return $"the tag is {actual.Tag}, not {expected.Tag}";
        }

        foreach (var name in expected.Attributes.Concat(actual.Attributes).Select(attribute => attribute.Name).Distinct())
        {
            if (expected[name] != actual[name])
            {
                return $"{expected.Tag}.{name} is '{actual[name]}', not '{expected[name]}'";
            }
        }

        if (expected.HasContent != actual.HasContent || expected.Children.Count != actual.Children.Count)
        {
            return $"{expected.Tag} holds {actual.Children.Count} nodes, not {expected.Children.Count}";
        }

        return !expected.Bytes.Span.SequenceEqual(actual.Bytes.Span)
            ? $"{expected.Tag} holds other bytes"
            : expected.Children.Zip(actual.Children, Difference).FirstOrDefault(difference => difference is not null);
    }

    // Typed as the vector writes it: Jid.Parse would already normalise legacy servers.
    private static Jid Address(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at >= 0 && text[(at + 1)..] == JidServer.LegacyPhoneNumber
            ? new Jid(text[..at], JidServer.LegacyPhoneNumber)
            : Jid.Parse(text);
    }

    private static NodeAttribute[] Attributes(JsonElement attrs) =>
        attrs.ValueKind == JsonValueKind.String
            ? [.. Numbered(attrs.GetString()!)]
            : [.. attrs.EnumerateObject().Select(attribute => Attribute(attribute.Name, attribute.Value.GetString()!))];

    private static NodeAttribute Attribute(string name, string value) =>
        value.Contains('@', StringComparison.Ordinal) ? new NodeAttribute(name, Address(value)) : new NodeAttribute(name, value);

    // "k0..k126 in order, each "v""
    private static IEnumerable<NodeAttribute> Numbered(string description)
    {
        var last = int.Parse(description["k0..k".Length..description.IndexOf(' ', StringComparison.Ordinal)], null);
        return Enumerable.Range(0, last + 1).Select(i => new NodeAttribute($"k{i}", "v"));
    }

    private static byte[] Content(JsonElement content)
    {
        if (content.TryGetProperty("bytes", out _))
        {
            return content.Hex("bytes");
        }

        var bytes = new byte[content.GetProperty("length").GetInt32()];
        bytes.AsSpan().Fill(content.Hex("fill")[0]);
        return bytes;
    }
}

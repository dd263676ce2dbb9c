using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Observation;

/// <summary>One stanza of a recording: a line of JSON.</summary>
/// <param name="At">When it passed, by the sandbox's clock.</param>
/// <param name="Connection">The connection's number, from 1.</param>
/// <param name="Device">The device; empty while it pairs.</param>
/// <param name="FromClient">True when the client sent it.</param>
/// <param name="Kind">What it is, such as <c>iq get usync/usync</c>.</param>
/// <param name="Stanza">The stanza: <c>tag</c>, <c>attributes</c>, and <c>children</c> or the number of <c>bytes</c>. Secrets are removed.</param>
public sealed record StanzaRecord(DateTimeOffset At, int Connection, string Device, bool FromClient, string Kind, JsonElement Stanza)
{
    private const int MaxDepth = 20;
    private const int MaxChildren = 200;

    internal static StanzaRecord Of(DateTimeOffset at, int connection, string device, bool fromClient, BinaryNode node) =>
        new(at, connection, device, fromClient, StanzaKind.Of(node), JsonSerializer.SerializeToElement(Json(node, 0)));

    /// <summary>The stanza again, with zeros in place of the content that was removed.</summary>
    internal BinaryNode ToNode() => Node(Stanza);

    private static JsonObject Json(BinaryNode node, int depth)
    {
        var json = new JsonObject { ["tag"] = node.Tag };
        var attributes = new JsonObject();
        foreach (var attribute in node.Attributes.Where(attribute => !attribute.IsAbsent))
        {
            attributes[attribute.Name] = StanzaText.Shown(node.Tag, attribute);
        }

        if (attributes.Count > 0)
        {
            json["attributes"] = attributes;
        }

        if (node.Children.Count > 0 && depth < MaxDepth)
        {
            json["children"] = new JsonArray([.. node.Children.Take(MaxChildren).Select(child => Json(child, depth + 1))]);
        }
        else if (node.Bytes.Length > 0)
        {
            json["bytes"] = node.Bytes.Length;
        }

        return json;
    }

    private static BinaryNode Node(JsonElement json)
    {
        var tag = json.GetProperty("tag").GetString() ?? throw new InvalidDataException("A stanza has no tag.");
        NodeAttribute[] attributes = json.TryGetProperty("attributes", out var written)
            ? [.. written.EnumerateObject().Select(each => Attribute(each.Name, each.Value.GetString()))]
            : [];
        if (json.TryGetProperty("children", out var children))
        {
            return new BinaryNode(tag, attributes, [.. children.EnumerateArray().Select(Node)]);
        }

        return json.TryGetProperty("bytes", out var bytes) && bytes.GetInt32() is >= 0 and <= Recording.MaxContent and var length
            ? new BinaryNode(tag, attributes, new byte[length])
            : new BinaryNode(tag, attributes);
    }

    // Addresses are written in a form of their own, which clients insist on.
    private static NodeAttribute Attribute(string name, string? value) =>
        value is not null && (value.Contains('@', StringComparison.Ordinal) || value == Jid.WhatsAppServer.ToString()) && Jid.TryParse(value, out var jid)
            ? new NodeAttribute(name, jid)
            : new NodeAttribute(name, value);
}

using System.Globalization;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Shapes of answers that many handlers give.</summary>
internal static class Nodes
{
    /// <summary>An id for a notification that the server begins.</summary>
    public static string NewId() => Text(Random.Shared.NextInt64(1, long.MaxValue));

    public static BinaryNode Result(BinaryNode request, params BinaryNode[] children)
    {
        NodeAttribute[] attributes = [("from", request.Jid("to") ?? Jid.WhatsAppServer), ("type", "result"), ("id", request["id"])];
        return children.Length == 0 ? new BinaryNode("iq", attributes) : new BinaryNode("iq", attributes, children);
    }

    public static BinaryNode Error(BinaryNode request, int code, string text) =>
        new(
            "iq",
            [("from", request.Jid("to") ?? Jid.WhatsAppServer), ("type", "error"), ("id", request["id"])],
            new BinaryNode("error", [("code", Text(code)), ("text", text)]));

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

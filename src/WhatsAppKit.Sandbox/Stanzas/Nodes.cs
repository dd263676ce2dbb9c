using System.Globalization;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Shapes of answers that many handlers give.</summary>
internal static class Nodes
{
    /// <summary>The code of an answer to what the sandbox does not know.</summary>
    public const int NotImplemented = 501;

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

    /// <summary>The answer to a request that the sandbox does not know: the gap is recorded.</summary>
    public static BinaryNode Unknown(BinaryNode request) => Error(request, NotImplemented, "feature-not-implemented");

    /// <summary>True for such an answer.</summary>
    public static bool IsUnknown(BinaryNode answer) => answer["type"] == "error" && answer.Child("error")?.Number("code") == NotImplemented;

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

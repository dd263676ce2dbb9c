using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Observation;

/// <summary>What a stanza is, in a few words that are the same for the same thing done by anybody.</summary>
internal static class StanzaKind
{
    private const int MaxChildren = 6;

    public static string Of(BinaryNode node) => node.Tag switch
    {
        "iq" => $"iq {node["type"] ?? "(no type)"} {Subject(node)}".TrimEnd(),
        "message" => Message(node),
        "receipt" => $"receipt {node["type"] ?? "delivery"}",
        "ack" => $"ack {node["class"]}{(node["error"] is { } error ? " error " + error : "")}",
        "notification" => $"notification {node["type"]}{Children(node)}",
        "presence" => $"presence {node["type"] ?? "(no type)"}",
        _ => node.Tag + Children(node),
    };

    private static string Subject(BinaryNode iq)
    {
        var child = iq.Children.Count > 0 ? "/" + iq.Children[0].Tag : "";
        return iq["type"] is "result" or "error" ? child : (iq["xmlns"] ?? "(no xmlns)") + child;
    }

    private static string Message(BinaryNode message)
    {
        var encryptions = message.ChildrenOf("enc").Concat((message.Child("participants")?.ChildrenOf("to") ?? []).SelectMany(to => to.ChildrenOf("enc")))
            .Select(enc => enc["type"] ?? "(no type)").Distinct().Order(StringComparer.Ordinal);
        return $"message {message["category"] ?? message["type"] ?? "(no type)"} [{string.Join(",", encryptions)}]";
    }

    private static string Children(BinaryNode node)
    {
        var tags = node.Children.Select(child => child.Tag).Distinct().Take(MaxChildren).ToArray();
        return tags.Length == 0 ? "" : "/" + string.Join("+", tags);
    }
}

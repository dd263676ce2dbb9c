using System.Globalization;
using System.Text;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Observation;

/// <summary>A stanza as a person reads it. Content is given by its length alone, and attributes that are secrets not at all.</summary>
internal static class StanzaText
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Secret = "(secret)";

    private const int MaxLength = 4_000;
    private const int MaxValue = 200;
    private static readonly HashSet<string> Secrets = ["auth", "companion_enc_static", "code", "token", "key"];

    /// <summary>True for an attribute whose value lets somebody in, or tells what a person wrote.</summary>
    public static bool IsSecret(string tag, string attribute) =>
        Secrets.Contains(attribute)
        && !(attribute == "code" && tag is "error" or "stream:error" or "failure" or "reaction")
        && !(attribute == "key" && tag == "create");

    /// <summary>An attribute's value as it may be shown, never longer than what is of use.</summary>
    public static string Shown(string tag, NodeAttribute attribute) =>
        IsSecret(tag, attribute.Name) ? Secret
        : attribute.Value.Length > MaxValue ? attribute.Value[..MaxValue] + "…"
        : attribute.Value;

    public static string Of(BinaryNode node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return text.Length <= MaxLength ? text.ToString() : text.ToString(0, MaxLength) + "…";
    }

    private static void Write(StringBuilder text, BinaryNode node)
    {
        if (text.Length > MaxLength)
        {
            return;
        }

        text.Append('<').Append(node.Tag);
        foreach (var attribute in node.Attributes.Where(attribute => !attribute.IsAbsent))
        {
            text.Append(CultureInfo.InvariantCulture, $" {attribute.Name}=\"{Shown(node.Tag, attribute)}\"");
        }

        if (node.Children.Count > 0)
        {
            text.Append('>');
            foreach (var child in node.Children)
            {
                Write(text, child);
            }

            text.Append(CultureInfo.InvariantCulture, $"</{node.Tag}>");
        }
        else if (node.Bytes.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $">({node.Bytes.Length} bytes)</{node.Tag}>");
        }
        else
        {
            text.Append("/>");
        }
    }
}

using System.Security.Cryptography;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Makes links to calls. Nobody can join them.</summary>
internal static class CallLinks
{
    private const int TokenLength = 11;

    public static BinaryNode Answer(BinaryNode call, BinaryNode link)
    {
        NodeAttribute[] ack = [("class", "call"), ("id", call["id"]), ("from", call.Jid("to")), ("type", "link_create")];
        return link["media"] is "audio" or "video"
            ? new BinaryNode("ack", ack, new BinaryNode("link_create", [("token", Convert.ToHexString(RandomNumberGenerator.GetBytes(TokenLength)))]))
            : new BinaryNode("ack", [.. ack, ("error", "400")]);
    }
}

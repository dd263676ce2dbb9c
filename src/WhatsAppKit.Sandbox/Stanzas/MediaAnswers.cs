using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Media;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Tells clients where files go.</summary>
internal static class MediaAnswers
{
    private const int AuthTtl = 21600;

    public static BinaryNode For(BinaryNode iq, SandboxMedia media) => Nodes.Result(iq, new BinaryNode(
        "media_conn",
        [("auth", media.Allow()), ("ttl", Nodes.Text(media.Ttl)), ("auth_ttl", Nodes.Text(AuthTtl)), ("max_buckets", "12")],
        [.. media.HostsBefore.Append(media.Host).Select(host => new BinaryNode("host", [("hostname", host)]))]));
}

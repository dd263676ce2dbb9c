using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Media.Hosts;

/// <summary>Shapes the question for media hosts and reads the answer.</summary>
internal static class MediaConnectionNodes
{
    private const int MaxHosts = 16;
    private const int MaxAuthLength = 4096;
    private const long DefaultTtl = 300;
    private const long MaxTtl = 7 * 24 * 3600;

    public static BinaryNode Query() =>
        new("iq", [("to", Jid.WhatsAppServer), ("type", "set"), ("xmlns", "w:m")], new BinaryNode("media_conn"));

    /// <exception cref="ProtocolException">The answer names no token or no usable host.</exception>
    public static MediaConnection Parse(BinaryNode answer)
    {
        var connection = answer.Child("media_conn");
        var hosts = connection?.ChildrenOf("host").Select(host => MediaHost.TryParse(host["hostname"])).OfType<MediaHost>()
            .Distinct().Take(MaxHosts).ToArray() ?? [];
        return connection?["auth"] is { Length: > 0 and <= MaxAuthLength } auth && hosts.Length > 0
            ? new MediaConnection(auth, hosts, TimeSpan.FromSeconds(Math.Clamp(connection.Number("ttl") ?? DefaultTtl, 1, MaxTtl)))
            : throw new ProtocolException("The server names no media hosts.");
    }
}

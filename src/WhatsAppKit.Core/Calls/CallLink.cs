using System.Globalization;
using System.Text.RegularExpressions;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Calls;

/// <summary>Shapes the request for a link to a call, and reads the answer.</summary>
internal static partial class CallLink
{
    private const string Site = "https://call.whatsapp.com/";
    private static readonly Jid CallServer = new("", "call");

    public static BinaryNode Request(string id, bool isVideo, DateTimeOffset? startsAt)
    {
        NodeAttribute[] media = [("media", isVideo ? "video" : "audio")];
        var link = startsAt is { } at
            ? new BinaryNode("link_create", media, new BinaryNode("event", [("start_time", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))]))
            : new BinaryNode("link_create", media);
        return new BinaryNode("call", [("id", id), ("to", CallServer)], link);
    }

    public static Uri Read(BinaryNode answer, bool isVideo)
    {
        if (answer["error"] is not null)
        {
            throw new WhatsAppRequestException("a link to a call", (int)(answer.Number("error") ?? 0), "without a reason");
        }

        return answer.Child("link_create")?["token"] is { } token && Token().IsMatch(token)
            ? new Uri(Site + (isVideo ? "video/" : "voice/") + token)
            : throw new ProtocolException("The server tells no link to the call.");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,128}\z")]
    private static partial Regex Token();
}

using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.PrivacyTokens;

namespace WhatsAppKit.Core.Contacts;

/// <summary>Shapes and reads the stanzas of pictures (<c>w:profile:picture</c>).</summary>
internal static class PictureNodes
{
    private const string Namespace = "w:profile:picture";
    private const string Unchanged = "304";
    private const string None = "204";

    public static BinaryNode Get(Jid of, PictureQuery query, ReadOnlyMemory<byte> token)
    {
        NodeAttribute[] attributes =
        [
            ("type", query.Size == PictureSize.Preview ? "preview" : "image"),
            ("query", "url"),
            ("id", query.KnownId),
            ("invite", query.InviteCode),
            ("common_gid", query.CommonGroup),
            ("parent_group_jid", query.IsCommunity ? of : null),
        ];
        var picture = token.IsEmpty ? new BinaryNode("picture", attributes) : new BinaryNode("picture", attributes, PrivacyTokenNodes.Attached(token));
        return query.IsCommunity
            ? new BinaryNode("iq", [("to", of), ("type", "get"), ("xmlns", "w:g2")], new BinaryNode("pictures", null, picture))
            : new BinaryNode("iq", [("to", Jid.WhatsAppServer), ("target", of), ("type", "get"), ("xmlns", Namespace)], picture);
    }

    public static BinaryNode Set(Jid? target, ReadOnlyMemory<byte> jpeg) =>
        new("iq", Attributes(target), new BinaryNode("picture", [("type", "image")], jpeg));

    public static BinaryNode Remove(Jid? target) => new("iq", Attributes(target));

    /// <exception cref="ProtocolException">The answer has a picture without id or address.</exception>
    public static PictureAnswer Read(BinaryNode answer, PictureQuery query)
    {
        var picture = (answer.Child("pictures") ?? answer).Child("picture");
        return (picture, picture?["status"]) switch
        {
            (null, _) => new PictureAnswer(query.KnownId is null ? PictureState.NotSet : PictureState.Unchanged),
            (_, Unchanged) => new PictureAnswer(PictureState.Unchanged),
            (_, None) => new PictureAnswer(PictureState.NotSet),
            _ when picture["id"] is { } id && picture["url"] is { } url => new PictureAnswer(
                PictureState.Exists,
                new ProfilePicture(id, url, picture["type"] == "preview" ? PictureSize.Preview : PictureSize.Full) { DirectPath = picture["direct_path"] }),
            _ => throw new ProtocolException("The answer to a question about a picture has one without id or address."),
        };
    }

    private static NodeAttribute[] Attributes(Jid? target) => [("to", Jid.WhatsAppServer), ("target", target), ("type", "set"), ("xmlns", Namespace)];
}

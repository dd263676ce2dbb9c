using System.Globalization;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>What the stanza around a message says about its content, which only its readers can decrypt.</summary>
internal sealed record StanzaShape
{
    private StanzaShape()
    {
    }

    /// <summary><c>type</c> of the stanza.</summary>
    public string Type { get; private init; } = "text";

    /// <summary><c>edit</c> of the stanza, for content that changes an earlier message.</summary>
    public string? Edit { get; private init; }

    /// <summary>What kind of media each <c>enc</c> says it holds.</summary>
    public string? MediaType { get; private init; }

    /// <summary>True when a device that cannot read it should show nothing in its place.</summary>
    public bool HidesFailure { get; private init; }

    /// <summary>Nodes beside the encrypted ones.</summary>
    public IReadOnlyList<BinaryNode> Children { get; private init; } = [];

    /// <summary>Derives the shape; the same content always has the same one, so that a repetition needs no record of it.</summary>
    public static StanzaShape Of(Message content)
    {
        var inner = MessageWrappers.Unwrap(content);
        var media = MediaOf(inner);
        var edit = EditOf(inner);
        return new StanzaShape
        {
            Type = TypeOf(inner, media),
            MediaType = media,
            Edit = edit,
            HidesFailure = edit is not null
                || inner.ReactionMessage is not null || inner.EncReactionMessage is not null || inner.PollUpdateMessage is not null,
            Children = Meta(inner) is { } meta ? [meta] : [],
        };
    }

    /// <summary>An <c>enc</c> node that tells what kind of content it holds.</summary>
    public BinaryNode Enc(string type, ReadOnlyMemory<byte> ciphertext, int retryCount = 0) =>
        new(
            "enc",
            [
                ("v", "2"),
                ("type", type),
                ("mediatype", MediaType),
                ("decrypt-fail", HidesFailure ? "hide" : null),
                ("count", retryCount == 0 ? null : retryCount.ToString(CultureInfo.InvariantCulture)),
            ],
            ciphertext);

    private static string TypeOf(Message message, string? media) => message switch
    {
        { ReactionMessage: not null } or { EncReactionMessage: not null } => "reaction",
        { PollUpdateMessage: not null } => "poll",
        { EventMessage: not null } => "event",
        _ when PollCreation.Of(message) is not null => "poll",
        _ => media is null ? "text" : "media",
    };

    private static string? MediaOf(Message message) => message switch
    {
        { ImageMessage: not null } => "image",
        { VideoMessage: { } video } => video.GifPlayback ? "gif" : "video",
        { AudioMessage: { } audio } => audio.Ptt ? "ptt" : "audio",
        { DocumentMessage: not null } => "document",
        { StickerMessage: not null } => "sticker",
        { ContactMessage: not null } => "vcard",
        { ContactsArrayMessage: not null } => "contact_array",
        { LiveLocationMessage: not null } => "livelocation",
        { ExtendedTextMessage.HasTitle: true } or { GroupInviteMessage: not null } => "url",
        { ListResponseMessage: not null } => "list_response",
        { ButtonsResponseMessage: not null } => "buttons_response",
        { InteractiveResponseMessage: not null } => "native_flow_response",
        _ => null,
    };

    private static string? EditOf(Message message) => message switch
    {
        { ProtocolMessage: { HasType: true, Type: Message.Types.ProtocolMessage.Types.Type.MessageEdit } } => "1",
        { PinInChatMessage: not null } => "2",
        { ProtocolMessage: { HasType: true, Type: Message.Types.ProtocolMessage.Types.Type.Revoke } revoke } => revoke.Key?.FromMe == false ? "8" : "7",
        { ReactionMessage: { } reaction } when reaction.Text.Length == 0 => "7",
        { KeepInChatMessage: { KeepType: KeepType.UndoKeepForAll, Key.FromMe: true } } => "7",
        _ => null,
    };

    private static BinaryNode? Meta(Message message) => message switch
    {
        { PollUpdateMessage: not null } => new BinaryNode("meta", [("polltype", "vote")]),
        { EventMessage: not null } => new BinaryNode("meta", [("event_type", "creation")]),
        { ProtocolMessage: { HasType: true, Type: Message.Types.ProtocolMessage.Types.Type.GroupMemberLabelChange } } =>
            new BinaryNode("meta", [("tag_reason", "user_update"), ("appdata", "member_tag")]),
        { EncEventResponseMessage: not null } => new BinaryNode("meta", [("event_type", "response")]),
        _ => PollCreation.Of(message) is not null ? new BinaryNode("meta", [("polltype", "creation")]) : null,
    };
}

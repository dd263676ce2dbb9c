using System.Globalization;
using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using ProtocolType = WhatsAppKit.Core.Protobuf.Message.Types.ProtocolMessage.Types.Type;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>A message to a channel: everybody may read it, so it is neither encrypted nor padded, and the server hands it out.</summary>
internal sealed class ChannelFanout : IFanout
{
    private const string Edited = "3";
    private const string ReactionTakenBack = "7";
    private const string Revoked = "8";

    public Task<PreparedMessage> PrepareAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var stanza = MessageWrappers.Unwrap(message.Content) switch
        {
            { ReactionMessage: { } reaction } => Reaction(message, reaction.Text),
            { ProtocolMessage: { HasType: true, Type: ProtocolType.Revoke } } =>
                Stanza(message, "text", Revoked, new BinaryNode("plaintext", null, ReadOnlyMemory<byte>.Empty)),
            { ProtocolMessage: { HasType: true, Type: ProtocolType.MessageEdit, EditedMessage: { } content } } => Plain(message, content, Edited),
            _ => Plain(message, message.Content, null),
        };
        return Task.FromResult(new PreparedMessage(stanza, message.To));
    }

    public Task<bool> AnsweredAsync(PreparedMessage message, BinaryNode ack, CancellationToken cancellationToken) => Task.FromResult(false);

    private static BinaryNode Reaction(OutgoingMessage message, string emoji) => emoji.Length == 0
        ? Stanza(message, "reaction", ReactionTakenBack, new BinaryNode("reaction"))
        : Stanza(message, "reaction", null, new BinaryNode("reaction", [("code", emoji)]));

    private static BinaryNode Plain(OutgoingMessage message, Message content, string? edit)
    {
        var shape = StanzaShape.Of(content);
        return Stanza(message, shape.Type, edit, new BinaryNode("plaintext", [("mediatype", shape.MediaType)], content.ToByteArray()));
    }

    private static BinaryNode Stanza(OutgoingMessage message, string type, string? edit, BinaryNode content) => new(
        "message",
        [
            ("to", message.To),
            ("id", message.Id),
            ("type", type),
            ("edit", edit),
            ("server_id", message.ServerId?.ToString(CultureInfo.InvariantCulture)),
            ("media_id", message.MediaHandle),
        ],
        content);
}

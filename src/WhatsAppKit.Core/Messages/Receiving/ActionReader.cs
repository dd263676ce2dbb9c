using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.Fanout;
using static WhatsAppKit.Core.Protobuf.Message.Types;
using ProtocolType = WhatsAppKit.Core.Protobuf.Message.Types.ProtocolMessage.Types.Type;

namespace WhatsAppKit.Core.Messages;

/// <summary>
/// Reads messages that do something to the chat or to an earlier message. One that its sender is not entitled to send, or
/// that names no message, stands for nothing.
/// </summary>
internal static class ActionReader
{
    private const string AdminRevoke = "8";

    public static bool IsFor(Message content) =>
        content.ReactionMessage is not null || content.ProtocolMessage is not null || content.PinInChatMessage is not null
        || content.KeepInChatMessage is not null || content.CommentMessage is not null;

    /// <param name="envelope">Who, where and when.</param>
    /// <param name="content">The unwrapped message.</param>
    /// <param name="edit">The stanza's <c>edit</c> attribute.</param>
    /// <param name="credentials">Who we are.</param>
    public static ChatEvent? Read(MessageEnvelope envelope, Message content, string? edit, DeviceCredentials credentials)
    {
        MessageReference? Target(MessageKey? key) => MessageKeys.Read(key, envelope.Source, credentials);

        return content switch
        {
            { ReactionMessage: { } reaction } when Target(reaction.Key) is { } target =>
                new ReactionChanged(target, reaction.Text.Length == 0 ? null : reaction.Text),
            { PinInChatMessage: { } pin } when Target(pin.Key) is { } target => Pin(target, pin, content.MessageContextInfo),
            { KeepInChatMessage: { } keep } when Target(keep.Key) is { } target =>
                new MessageKept(target, keep.KeepType == KeepType.KeepForAll),
            { CommentMessage: { Message: { } comment } carrier }
                when Target(carrier.TargetMessageKey) is { } target && ContentReader.Read(MessageWrappers.Unwrap(comment)) is { } said =>
                new CommentAdded(target, said),
            { ProtocolMessage: { HasType: true } protocol } => Protocol(envelope, protocol, edit, Target(protocol.Key)),
            _ => null,
        };
    }

    private static MessagePinned Pin(MessageReference target, PinInChatMessage pin, MessageContextInfo? info)
    {
        var isPinned = pin.Type == PinInChatMessage.Types.Type.PinForAll;
        var seconds = info?.MessageAddOnDurationInSecs ?? 0;
        return new MessagePinned(target, isPinned, isPinned && seconds > 0 ? TimeSpan.FromSeconds(seconds) : null);
    }

    private static ChatEvent? Protocol(MessageEnvelope envelope, ProtocolMessage protocol, string? edit, MessageReference? target) => protocol.Type switch
    {
        ProtocolType.Revoke when target is not null => Revoke(envelope, target, edit),
        ProtocolType.MessageEdit when target is not null && IsAuthor(envelope, target) && protocol.EditedMessage is { } edited
            && ContentReader.Read(MessageWrappers.Unwrap(edited)) is { } content => new MessageEdited(target, content),
        ProtocolType.EphemeralSetting => new DisappearingTimerChanged(
            protocol.EphemeralExpiration > 0 ? TimeSpan.FromSeconds(protocol.EphemeralExpiration) : null),
        ProtocolType.GroupMemberLabelChange => new MemberLabelChanged(protocol.MemberLabel?.Label ?? ""),
        ProtocolType.SharePhoneNumber => new PhoneNumberShared(),
        _ => null,
    };

    /// <summary>
    /// The author may delete a message, and in a group an administrator, which <see cref="AdminRevocations"/> checks. Administrators say
    /// so on the stanza, but some clients leave it out when they repeat one.
    /// </summary>
    private static MessageRevoked? Revoke(MessageEnvelope envelope, MessageReference target, string? edit)
    {
        if (IsAuthor(envelope, target))
        {
            return new MessageRevoked(target, ByAdmin: false);
        }

        return envelope.Source.Chat.IsGroup && edit is (null or AdminRevoke) ? new MessageRevoked(target, ByAdmin: true) : null;
    }

    private static bool IsAuthor(MessageEnvelope envelope, MessageReference target) =>
        target.Sender == envelope.Source.Sender.ToUser() || target.Sender == envelope.Source.SenderAlternate?.ToUser()
        || (target.FromMe && envelope.Source.FromMe);
}

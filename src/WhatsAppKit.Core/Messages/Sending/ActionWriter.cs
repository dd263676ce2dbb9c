using WhatsAppKit.Core.Protobuf;
using static WhatsAppKit.Core.Protobuf.Message.Types;
using ProtocolType = WhatsAppKit.Core.Protobuf.Message.Types.ProtocolMessage.Types.Type;

namespace WhatsAppKit.Core.Messages;

/// <summary>Writes messages that do something to the chat or to an earlier message.</summary>
internal static class ActionWriter
{
    public static Message React(MessageReference target, string? emoji, DateTimeOffset now) => new()
    {
        ReactionMessage = new ReactionMessage
        {
            Key = MessageKeys.Write(target),
            Text = emoji ?? "",
            SenderTimestampMs = now.ToUnixTimeMilliseconds(),
        },
    };

    public static Message Edit(MessageReference target, MessageContent content, DateTimeOffset now)
    {
        RequireOwn(target, "Only an own message can be edited.");
        var edit = new ProtocolMessage
        {
            Key = MessageKeys.Write(target),
            Type = ProtocolType.MessageEdit,
            EditedMessage = ContentWriter.Write(content),
            TimestampMs = now.ToUnixTimeMilliseconds(),
        };
        return new Message { EditedMessage = new FutureProofMessage { Message = new Message { ProtocolMessage = edit } } };
    }

    public static Message Revoke(MessageReference target)
    {
        if (!target.FromMe && !target.Chat.IsGroup)
        {
            throw new ArgumentException("Another person's message can be deleted in a group only.", nameof(target));
        }

        return new Message { ProtocolMessage = new ProtocolMessage { Key = MessageKeys.Write(target), Type = ProtocolType.Revoke } };
    }

    public static Message Pin(MessageReference target, TimeSpan? duration, DateTimeOffset now) => new()
    {
        PinInChatMessage = new PinInChatMessage
        {
            Key = MessageKeys.Write(target),
            Type = duration is null ? PinInChatMessage.Types.Type.UnpinForAll : PinInChatMessage.Types.Type.PinForAll,
            SenderTimestampMs = now.ToUnixTimeMilliseconds(),
        },
        MessageContextInfo = new MessageContextInfo { MessageAddOnDurationInSecs = WireNumbers.Seconds(duration ?? TimeSpan.Zero) },
    };

    public static Message Keep(MessageReference target, bool keep, DateTimeOffset now) => new()
    {
        KeepInChatMessage = new KeepInChatMessage
        {
            Key = MessageKeys.Write(target),
            KeepType = keep ? KeepType.KeepForAll : KeepType.UndoKeepForAll,
            TimestampMs = now.ToUnixTimeMilliseconds(),
        },
    };

    public static Message Timer(TimeSpan? timer, DateTimeOffset now) => new()
    {
        ProtocolMessage = new ProtocolMessage
        {
            Type = ProtocolType.EphemeralSetting,
            EphemeralExpiration = WireNumbers.Seconds(timer ?? TimeSpan.Zero),
            EphemeralSettingTimestamp = now.ToUnixTimeSeconds(),
        },
    };

    public static Message SharePhoneNumber() => new() { ProtocolMessage = new ProtocolMessage { Type = ProtocolType.SharePhoneNumber } };

    public static Message MemberLabel(string label, DateTimeOffset now) => new()
    {
        ProtocolMessage = new ProtocolMessage
        {
            Type = ProtocolType.GroupMemberLabelChange,
            MemberLabel = new MemberLabel { Label = label, LabelTimestamp = now.ToUnixTimeSeconds() },
        },
    };

    private static void RequireOwn(MessageReference target, string otherwise)
    {
        if (!target.FromMe)
        {
            throw new ArgumentException(otherwise, nameof(target));
        }
    }
}

using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Session.State;
using ProtocolType = WhatsAppKit.Core.Protobuf.Message.Types.ProtocolMessage.Types.Type;

namespace WhatsAppKit.Core.History;

/// <summary>Turns messages as the phone packed them into what the application is told: the same events as of new messages.</summary>
internal sealed class MessageConverter(MessageProjector projector, KnownAddresses addresses)
{
    private const int MaxParameters = 256;

    /// <summary>The message; null when it stands for nothing.</summary>
    public async ValueTask<HistoryMessage?> ConvertAsync(StateTransaction transaction, MessageItem item, CancellationToken cancellationToken)
    {
        var info = item.Info;
        if (await EnvelopeAsync(item, transaction.Credentials, cancellationToken).ConfigureAwait(false) is not { } envelope)
        {
            return null;
        }

        await LearnLidAsync(transaction, info, envelope.Source, cancellationToken).ConfigureAwait(false);
        var happened = await EventAsync(transaction, envelope, info, cancellationToken).ConfigureAwait(false);
        return happened is null
            ? null
            : new HistoryMessage(happened)
            {
                Status = envelope.Source.FromMe && info.HasStatus && info.Status <= (uint)HistoryMessageStatus.Played ? (HistoryMessageStatus)info.Status : null,
                IsStarred = info.Starred,
                Order = (long)Math.Min(item.Order, long.MaxValue),
                Added = happened is MessageReceived received ? Additions.Read(info, envelope, received, transaction.Credentials) : [],
            };
    }

    private async ValueTask<MessageEnvelope?> EnvelopeAsync(MessageItem item, DeviceCredentials credentials, CancellationToken cancellationToken)
    {
        var info = item.Info;
        if (!Jid.TryParse(item.Chat ?? info.Key.RemoteJid, out var chat) || chat.User.Length == 0 || Sender(info, chat.ToUser(), credentials) is not { } sender)
        {
            return null;
        }

        chat = chat.ToUser();
        var source = new MessageSource(
            chat,
            await addresses.AlternateOfAsync(chat, cancellationToken).ConfigureAwait(false),
            sender,
            await addresses.AlternateOfAsync(sender, cancellationToken).ConfigureAwait(false),
            info.Key.FromMe)
        {
            Timestamp = UnixTime.FromSeconds((long)Math.Min(info.MessageTimestamp, long.MaxValue)) ?? DateTimeOffset.UnixEpoch,
        };
        return new MessageEnvelope(info.Key.Id, source, source.Timestamp, info.PushName is { Length: > 0 } name and not "-" ? name : null, IsOffline: false)
        {
            IsPast = true,
        };
    }

    private static Jid? Sender(WebMessageInfo info, Jid chat, DeviceCredentials credentials)
    {
        if (info.Key.FromMe)
        {
            return Jid.TryParse(info.OriginalSelfAuthorUserJidString, out var self) && credentials.IsOwnUser(self)
                ? self.ToUser()
                : (chat.IsLid ? credentials.LidJid ?? credentials.PhoneJid : credentials.PhoneJid)?.ToUser();
        }

        if (!chat.IsManyToMany)
        {
            return chat;
        }

        return Jid.TryParse(info.Key.Participant, out var participant) || Jid.TryParse(info.Participant, out participant)
            ? participant.ToUser()
            : chat.IsGroup ? chat : null;
    }

    /// <summary>Of an own message the phone notes who got it, by number, in chats addressed by LID too.</summary>
    private async ValueTask LearnLidAsync(StateTransaction transaction, WebMessageInfo info, MessageSource source, CancellationToken cancellationToken)
    {
        if (source is { FromMe: true, Chat.IsLid: true, ChatAlternate: null } && info.UserReceipt.Count == 1
            && Jid.TryParse(info.UserReceipt[0].UserJid, out var phone) && phone.IsPhoneNumber)
        {
            await transaction.LearnLidAsync(phone.ToUser(), source.Chat, cancellationToken).ConfigureAwait(false);
            addresses.Remember(source.Chat, phone.ToUser());
        }
    }

    private async ValueTask<ChatEvent?> EventAsync(
        StateTransaction transaction, MessageEnvelope envelope, WebMessageInfo info, CancellationToken cancellationToken)
    {
        if (info.MessageStubType > 0)
        {
            return info.MessageStubType <= int.MaxValue
                ? envelope.Address(new ChatNotice((int)info.MessageStubType, [.. info.MessageStubParameters.Take(MaxParameters)]))
                : null;
        }

        if (info.Message is not { } message)
        {
            return null;
        }

        if (message.ProtocolMessage is { HasType: true, Type: ProtocolType.MessageEdit, EditedMessage: { } edited, Key.Id: { Length: > 0 } id })
        {
            // In the history an edit stands in the place of the message.
            (envelope, message) = (envelope with { Id = id }, edited);
        }

        if (info.HasMessageSecret && message.MessageContextInfo is not { HasMessageSecret: true })
        {
            message.MessageContextInfo ??= new MessageContextInfo();
            message.MessageContextInfo.MessageSecret = info.MessageSecret;
        }

        return await projector.ConvertAsync(transaction, envelope, message, cancellationToken).ConfigureAwait(false);
    }
}

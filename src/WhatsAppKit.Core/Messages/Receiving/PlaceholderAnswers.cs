using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;
using static WhatsAppKit.Core.Protobuf.Message.Types;

namespace WhatsAppKit.Core.Messages;

/// <summary>Takes messages that the phone hands over because this device asked for them.</summary>
internal sealed class PlaceholderAnswers(MessageProjector projector, TimeProvider time)
{
    private const int MaxResults = 256;

    /// <summary>Raises what was asked for, in the words of the phone and with who, where and when as the server told at first.</summary>
    public async ValueTask TakeAsync(
        StateTransaction transaction, PeerDataOperationRequestResponseMessage answer, CancellationToken cancellationToken)
    {
        foreach (var result in answer.PeerDataOperationResult.Take(MaxResults))
        {
            if (result.PlaceholderMessageResendResponse is { WebMessageInfoBytes: { IsEmpty: false } bytes } && Parse(bytes) is { Message: { } content } told)
            {
                await TakeAsync(transaction, told.Key, content, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static WebMessageInfo Parse(ByteString bytes)
    {
        try
        {
            return WebMessageInfo.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new ProtocolException("A message from the phone is no protobuf message.", error);
        }
    }

    private async ValueTask TakeAsync(StateTransaction transaction, MessageKey key, Message content, CancellationToken cancellationToken)
    {
        var record = await transaction.GetAsync(StoreKind.Placeholder, Placeholder.KeyOf(key.Id), cancellationToken).ConfigureAwait(false);
        if (record is not { } stored || Placeholder.Read(stored) is not { } placeholder
            || !await IsSameAsync(transaction, key, placeholder.Envelope.Source, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        transaction.Set(StoreChange.Delete(StoreKind.Placeholder, Placeholder.KeyOf(key.Id)));
        var envelope = placeholder.Envelope;
        if (await ReceivedMessages.TakeAsync(transaction, envelope.Source, envelope.Id, time.GetUtcNow(), cancellationToken).ConfigureAwait(false))
        {
            await projector.ProjectAsync(transaction, envelope, placeholder.Edit, content, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>True when a key names the message that was asked for, in whichever addressing: ids alone are chosen by senders.</summary>
    private static async ValueTask<bool> IsSameAsync(StateTransaction transaction, MessageKey key, MessageSource source, CancellationToken cancellationToken)
    {
        if (key.FromMe != source.FromMe || !Jid.TryParse(key.RemoteJid, out var chat)
            || !await IsSameAsync(transaction, chat, source.Chat, source.ChatAlternate, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        return !source.IsManyToMany || source.FromMe
            || (Jid.TryParse(key.Participant, out var participant)
                && await IsSameAsync(transaction, participant, source.Sender, source.SenderAlternate, cancellationToken).ConfigureAwait(false));
    }

    private static async ValueTask<bool> IsSameAsync(
        StateTransaction transaction, Jid named, Jid known, Jid? alternate, CancellationToken cancellationToken)
    {
        var user = named.ToUser();
        return user == known.ToUser() || user == alternate?.ToUser()
            || await transaction.AddressOfAsync(user, cancellationToken).ConfigureAwait(false)
                == await transaction.AddressOfAsync(known.ToUser(), cancellationToken).ConfigureAwait(false);
    }
}

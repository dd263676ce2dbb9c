using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Messages;

/// <summary>Decrypts one <c>enc</c> node inside a transaction: all it changes is committed with the message, or nothing is.</summary>
internal static class MessageDecryptor
{
    private const string Group = "skmsg";

    /// <summary>True when this library knows how that node is encrypted.</summary>
    public static bool CanOpen(BinaryNode enc) => IsPairwise(enc) || enc["type"] == Group;

    /// <summary>True when that node is encrypted for this device alone.</summary>
    public static bool IsPairwise(BinaryNode enc) => enc["type"] is "pkmsg" or "msg";

    public static async Task<Message> DecryptAsync(
        StateTransaction transaction, MessageSource source, BinaryNode enc, CancellationToken cancellationToken)
    {
        if (source.LearnedPair is { } pair)
        {
            await transaction.LearnLidAsync(pair.Phone, pair.Lid, cancellationToken).ConfigureAwait(false);
        }

        var address = await transaction.AddressOfAsync(source.Sender, cancellationToken).ConfigureAwait(false);
        if (enc["type"] == Group)
        {
            return Parse(await OpenGroupAsync(transaction, source, address, enc.Bytes, cancellationToken).ConfigureAwait(false));
        }

        var message = Parse(await OpenPairwiseAsync(transaction, source, address, enc, cancellationToken).ConfigureAwait(false));
        await TakeSenderKeyAsync(transaction, source, address, message, cancellationToken).ConfigureAwait(false);
        return message;
    }

    private static async Task<byte[]> OpenGroupAsync(
        StateTransaction transaction, MessageSource source, SignalAddress address, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var record = await transaction.SenderKeys.GetAsync(source.Chat, address, cancellationToken).ConfigureAwait(false);
        var plaintext = SenderKeyCipher.Decrypt(record, bytes);
        transaction.SenderKeys.Touch(source.Chat, address);
        return plaintext;
    }

    private static async Task<byte[]> OpenPairwiseAsync(
        StateTransaction transaction, MessageSource source, SignalAddress address, BinaryNode enc, CancellationToken cancellationToken)
    {
        var record = await transaction.Sessions.GetAsync(address, cancellationToken).ConfigureAwait(false);
        var decrypted = enc["type"] == "pkmsg"
            ? await DecryptPreKeyAsync(transaction, record, enc.Bytes, cancellationToken).ConfigureAwait(false)
            : SessionCipher.Decrypt(record, transaction.Credentials.LocalIdentity, enc.Bytes);
        transaction.Sessions.Touch(address);
        if (decrypted.ConsumedPreKeyId is { } used)
        {
            transaction.PreKeys.Remove(used);
        }

        // Only now, with the message authenticated, is a changed identity believed.
        await IdentityChange.NoteAsync(
            transaction, source.Sender, address, decrypted.RemoteIdentity, source.Timestamp, cancellationToken).ConfigureAwait(false);
        return decrypted.Plaintext;
    }

    private static async Task<DecryptedMessage> DecryptPreKeyAsync(
        StateTransaction transaction, SessionRecord record, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var message = PreKeyMessage.Parse(bytes);
        if (record.KnowsBaseKey(message.BaseKey))
        {
            return SessionCipher.DecryptPreKey(record, transaction.Credentials.LocalIdentity, message, null, null);
        }

        using var signed = await transaction.PreKeys.SignedAsync(message.SignedPreKeyId, cancellationToken).ConfigureAwait(false)
            ?? throw new SignalException(SignalError.MissingPreKey, $"There is no signed pre-key {message.SignedPreKeyId}.");
        using var oneTime = message.PreKeyId is { } id
            ? await transaction.PreKeys.OneTimeAsync(id, cancellationToken).ConfigureAwait(false)
                ?? throw new SignalException(SignalError.MissingPreKey, $"There is no one-time pre-key {id}.")
            : null;
        return SessionCipher.DecryptPreKey(record, transaction.Credentials.LocalIdentity, message, signed, oneTime);
    }

    /// <summary>
    /// Keeps the sender key that a message for this device alone brought: it belongs to whoever that message authenticates,
    /// in the chat it came from, whatever it says itself.
    /// </summary>
    private static async ValueTask TakeSenderKeyAsync(
        StateTransaction transaction, MessageSource source, SignalAddress address, Message message, CancellationToken cancellationToken)
    {
        if (message.SenderKeyDistributionMessage is not { } given || !source.IsManyToMany || given.GroupId != source.Chat.ToString())
        {
            return;
        }

        try
        {
            var distribution = SenderKeyDistribution.Parse(given.AxolotlSenderKeyDistributionMessage.Memory);
            var record = await transaction.SenderKeys.GetAsync(source.Chat, address, cancellationToken).ConfigureAwait(false);
            record.Add(distribution);
            transaction.SenderKeys.Touch(source.Chat, address);
        }
        catch (SignalException error) when (error.Error == SignalError.Malformed)
        {
            throw new ProtocolException("A message brings a malformed sender key.", error);
        }
    }

    private static Message Parse(byte[] padded)
    {
        try
        {
            return Message.Parser.ParseFrom(MessagePadding.Unpad(padded).Span);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new ProtocolException("A decrypted message is no protobuf message.", error);
        }
    }
}

using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Fanout;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Messages;

/// <summary>Decrypts one <c>enc</c> node inside a transaction: all it changes is committed with the message, or nothing is.</summary>
internal static class MessageDecryptor
{
    /// <summary>True when this library knows how that node is encrypted.</summary>
    public static bool CanOpen(BinaryNode enc) => enc["type"] is "pkmsg" or "msg";

    public static async Task<Message> DecryptAsync(
        StateTransaction transaction, MessageSource source, BinaryNode enc, CancellationToken cancellationToken)
    {
        if (source.LearnedPair is { } pair)
        {
            await transaction.LearnLidAsync(pair.Phone, pair.Lid, cancellationToken).ConfigureAwait(false);
        }

        var address = await transaction.AddressOfAsync(source.Sender, cancellationToken).ConfigureAwait(false);
        var record = await transaction.SessionAsync(address, cancellationToken).ConfigureAwait(false);
        var decrypted = enc["type"] == "pkmsg"
            ? await DecryptPreKeyAsync(transaction, record, enc.Bytes, cancellationToken).ConfigureAwait(false)
            : SessionCipher.Decrypt(record, transaction.Credentials.LocalIdentity, enc.Bytes);
        transaction.Touch(address);
        if (decrypted.ConsumedPreKeyId is { } used)
        {
            transaction.RemovePreKey(used);
        }

        // Only now, with the message authenticated, is a changed identity believed.
        transaction.Set(StoreChange.Set(StoreKind.Identity, address.Key, decrypted.RemoteIdentity.Span.ToArray()));
        return Parse(MessagePadding.Unpad(decrypted.Plaintext));
    }

    private static async Task<DecryptedMessage> DecryptPreKeyAsync(
        StateTransaction transaction, SessionRecord record, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var message = PreKeyMessage.Parse(bytes);
        if (record.KnowsBaseKey(message.BaseKey))
        {
            return SessionCipher.DecryptPreKey(record, transaction.Credentials.LocalIdentity, message, null, null);
        }

        var signed = transaction.Credentials.SignedPreKey;
        if (message.SignedPreKeyId != signed.Id)
        {
            throw new SignalException(SignalError.MissingPreKey, $"There is no signed pre-key {message.SignedPreKeyId}.");
        }

        KeyPair? oneTime = null;
        if (message.PreKeyId is { } id)
        {
            oneTime = await transaction.PreKeyAsync(id, cancellationToken).ConfigureAwait(false)
                ?? throw new SignalException(SignalError.MissingPreKey, $"There is no one-time pre-key {id}.");
        }

        using (oneTime)
        {
            return SessionCipher.DecryptPreKey(record, transaction.Credentials.LocalIdentity, message, signed.KeyPair, oneTime);
        }
    }

    private static Message Parse(ReadOnlyMemory<byte> plaintext)
    {
        try
        {
            return Message.Parser.ParseFrom(plaintext.Span);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new ProtocolException("A decrypted message is no protobuf message.", error);
        }
    }
}

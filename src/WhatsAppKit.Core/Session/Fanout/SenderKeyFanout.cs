using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>
/// Encrypts a message once for many devices. The key is given only to devices that lack it, and is replaced as soon as one
/// of those that had it should not read any further.
/// </summary>
internal sealed class SenderKeyFanout(DeviceState state, DeviceEncryptor encryptor, SentMessageLog sent)
{
    private static readonly StanzaShape Distribution = StanzaShape.Of(new Message());

    private readonly KeyedLock<Jid> _chats = new();

    /// <summary>Encrypts the message and decides who is given the key, in one step per chat and in one commit.</summary>
    /// <param name="message">What is to be sent.</param>
    /// <param name="chat">The group, or <c>status@broadcast</c>.</param>
    /// <param name="audience">Who is to read it; asked anew when it changes before the commit.</param>
    /// <param name="cancellationToken">Stops; then nothing has been sent.</param>
    public async Task<PreparedGroupMessage> PrepareAsync(
        OutgoingMessage message, Jid chat, Func<CancellationToken, Task<Audience>> audience, CancellationToken cancellationToken)
    {
        using var turn = await _chats.EnterAsync(chat, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var readers = await audience(cancellationToken).ConfigureAwait(false);
            if (await TryPrepareAsync(message, chat, readers, cancellationToken).ConfigureAwait(false) is { } prepared)
            {
                return prepared;
            }
        }
    }

    /// <summary>The server took the message: the devices it carried the key to have it now.</summary>
    public Task ConfirmAsync(PreparedGroupMessage message, CancellationToken cancellationToken) =>
        message.GaveKey
            ? state.UpdateAsync(
                async transaction =>
                {
                    var holders = await SenderKeyHolders.LoadAsync(transaction, message.Address, cancellationToken).ConfigureAwait(false);
                    if (holders.Confirm(message.Id))
                    {
                        await holders.SaveAsync(transaction, cancellationToken).ConfigureAwait(false);
                    }
                },
                cancellationToken)
            : Task.CompletedTask;

    /// <summary>
    /// Adds our current key to content that goes to one device again, because it could not read it. Where there is no
    /// key the content stays as it is: the next message makes and gives one.
    /// </summary>
    public Task<Message> WithKeyAsync(Message content, Jid chat, Jid device, CancellationToken cancellationToken) =>
        state.UpdateAsync(
            async transaction =>
            {
                var record = await transaction.SenderKeys.GetAsync(chat, transaction.SenderKeys.Own, cancellationToken).ConfigureAwait(false);
                var holders = await SenderKeyHolders.LoadAsync(transaction, chat, cancellationToken).ConfigureAwait(false);
                if (record.Current is not { } current || holders.KeyId != current.KeyId)
                {
                    return content;
                }

                // Given without a confirmation: the next message carries the key once more.
                holders.Give(await transaction.AddressOfAsync(device, cancellationToken).ConfigureAwait(false), "");
                await holders.SaveAsync(transaction, cancellationToken).ConfigureAwait(false);
                var with = content.Clone();
                with.SenderKeyDistributionMessage = KeyOf(chat, current);
                return with;
            },
            cancellationToken);

    /// <summary>True when that device was given our current key in this chat, or may have been.</summary>
    public Task<bool> MayReadAsync(Jid chat, Jid device, CancellationToken cancellationToken) =>
        state.UpdateAsync(
            async transaction =>
            {
                var holders = await SenderKeyHolders.LoadAsync(transaction, chat, cancellationToken).ConfigureAwait(false);
                return holders.MayHave(await transaction.AddressOfAsync(device, cancellationToken).ConfigureAwait(false));
            },
            cancellationToken);

    private async Task<PreparedGroupMessage?> TryPrepareAsync(
        OutgoingMessage message, Jid chat, Audience readers, CancellationToken cancellationToken)
    {
        PreparedGroupMessage? prepared = null;
        await encryptor.WithSessionsAsync(
            async (transaction, bundles) =>
            {
                // Whoever left meanwhile must not be given the key any more: the audience is asked anew.
                if (!readers.IsCurrent())
                {
                    return [];
                }

                var step = await GroupStep.LoadAsync(transaction, chat, readers, cancellationToken).ConfigureAwait(false);
                var missing = await encryptor.MissingAsync(transaction, step.Lacking, bundles, cancellationToken).ConfigureAwait(false);
                if (missing.Count > 0)
                {
                    return missing;
                }

                prepared = await CommitAsync(transaction, message, step, bundles, cancellationToken).ConfigureAwait(false);
                return [];
            },
            cancellationToken).ConfigureAwait(false);
        return prepared;
    }

    private async Task<PreparedGroupMessage> CommitAsync(
        StateTransaction transaction,
        OutgoingMessage message,
        GroupStep step,
        Dictionary<Jid, PreKeyBundle?> bundles,
        CancellationToken cancellationToken)
    {
        var key = step.Key();

        // Taken before encrypting, so that it opens this message too.
        ReadOnlyMemory<byte> given = new Message { SenderKeyDistributionMessage = KeyOf(step.Chat, key) }.ToByteArray();
        var copies = new List<EncryptedFor>(step.Lacking.Count);
        foreach (var device in step.Lacking)
        {
            if (await encryptor.EncryptAsync(transaction, device, given, bundles, cancellationToken).ConfigureAwait(false) is { } copy)
            {
                copies.Add(copy);
                step.Holders.Give(await transaction.AddressOfAsync(device, cancellationToken).ConfigureAwait(false), message.Id);
            }
        }

        var ciphertext = SenderKeyCipher.Encrypt(step.Record, MessagePadding.Pad(message.Content.ToByteArray()));
        transaction.SenderKeys.Touch(step.Chat, transaction.SenderKeys.Own);
        if (copies.Count > 0 || step.IsRenewed)
        {
            await step.Holders.SaveAsync(transaction, cancellationToken).ConfigureAwait(false);
        }

        foreach (var change in message.Alongside.Append(sent.Entry(message, step.Chat)))
        {
            transaction.Set(change);
        }

        return Stanza(message, step.Chat, step.Readers, copies, ciphertext, transaction.Credentials.Account);
    }

    private static PreparedGroupMessage Stanza(
        OutgoingMessage message, Jid chat, Audience readers, List<EncryptedFor> copies, byte[] ciphertext, ReadOnlyMemory<byte> account)
    {
        var hash = ParticipantHash.Of(readers.Devices.Append(readers.Self));
        var children = new List<BinaryNode>();
        if (copies.Count > 0)
        {
            children.Add(new BinaryNode(
                "participants", null, [.. copies.Select(copy => new BinaryNode("to", [("jid", copy.Device)], copy.ToEnc(Distribution)))]));
        }

        if (copies.Exists(copy => copy.IsPreKey))
        {
            children.Add(new BinaryNode("device-identity", null, account));
        }

        children.AddRange(message.Shape.Children);
        children.Add(message.Shape.Enc("skmsg", ciphertext));
        if (message.Reporting?.Invoke(readers.Self, chat) is { } reporting)
        {
            children.Add(reporting);
        }

        var stanza = new BinaryNode(
            "message",
            [
                ("id", message.Id),
                ("to", chat),
                ("type", message.Shape.Type),
                ("edit", message.Shape.Edit),
                ("addressing_mode", readers.AddressingMode),
                ("phash", hash),
            ],
            [.. children]);
        return new PreparedGroupMessage(stanza, chat, message.Id, hash, GaveKey: copies.Count > 0);
    }

    private static Message.Types.SenderKeyDistributionMessage KeyOf(Jid chat, SenderKeyState key) => new()
    {
        GroupId = chat.ToString(),
        AxolotlSenderKeyDistributionMessage = ByteString.CopyFrom(SenderKeyDistribution.Of(key).Serialize()),
    };
}

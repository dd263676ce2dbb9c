using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Messages;

/// <summary>A message's secret, and what is needed to read what others add to it.</summary>
/// <param name="Secret">32 bytes.</param>
/// <param name="Author">Who wrote the message, in the addressing it was stored under.</param>
/// <param name="PollOptions">The answers, when it is a poll.</param>
internal sealed record MessageSecret(ReadOnlyMemory<byte> Secret, Jid Author, IReadOnlyList<string> PollOptions);

/// <summary>Keeps the secrets of messages by id and author.</summary>
internal sealed class SecretStore(ISessionStore store, LidMap lidMap, TimeProvider time, TimeSpan retention)
{
    /// <summary>The record of a message's secret; null when it has none that could be used.</summary>
    /// <param name="id">The message's id.</param>
    /// <param name="author">Who wrote it.</param>
    /// <param name="content">What it says.</param>
    /// <param name="sentAt">When it was sent, if that is long ago; null for now.</param>
    public StoreChange? Entry(string id, Jid author, Message content, DateTimeOffset? sentAt = null)
    {
        var now = time.GetUtcNow();
        var expires = (sentAt < now ? sentAt.Value : now) + retention;
        if (expires <= now || content.MessageContextInfo?.MessageSecret is not { Length: SecretBox.SecretLength } secret)
        {
            return null;
        }

        var stored = new StoredMessageSecret { Secret = secret, Author = author.ToUser().ToString() };
        if (PollWire.Read(content) is { } poll)
        {
            stored.PollOptions.AddRange(poll.Options);
        }

        return StoreChange.Set(StoreKind.MessageSecret, Key(id, author), stored.ToByteArray(), expires);
    }

    /// <summary>The secret of a message, looked for under both addressings of its author.</summary>
    public async ValueTask<MessageSecret?> FindAsync(string id, Jid author, CancellationToken cancellationToken)
    {
        foreach (var form in await FormsAsync(author, null, cancellationToken).ConfigureAwait(false))
        {
            if (await store.GetAsync(StoreKind.MessageSecret, Key(id, form), cancellationToken).ConfigureAwait(false) is { } record)
            {
                var stored = StoredMessageSecret.Parser.ParseFrom(record.Span);
                return new MessageSecret(stored.Secret.Memory, Jid.Parse(stored.Author), stored.PollOptions);
            }
        }

        return null;
    }

    /// <summary>Opens what somebody added to a message; null when it does not verify under any addressing of the two people.</summary>
    public async ValueTask<byte[]?> OpenAsync(
        MessageSecret secret, SecretUse use, string id, MessageSource actor, ByteString nonce, ByteString payload, CancellationToken cancellationToken)
    {
        // The wire does not tell which addressing the key was made of.
        foreach (var author in await FormsAsync(secret.Author, null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var form in await FormsAsync(actor.Sender, actor.SenderAlternate, cancellationToken).ConfigureAwait(false))
            {
                if (SecretBox.Open(secret.Secret.Span, use, id, author, form, nonce.Span, payload.Span) is { } plaintext)
                {
                    return plaintext;
                }
            }
        }

        return null;
    }

    /// <summary>A person's addresses, the LID first.</summary>
    private async ValueTask<IReadOnlyList<Jid>> FormsAsync(Jid person, Jid? alternate, CancellationToken cancellationToken)
    {
        var user = person.ToUser();
        var other = alternate?.ToUser() ?? (user.IsLid
            ? await lidMap.PhoneOfAsync(user, cancellationToken).ConfigureAwait(false)
            : await lidMap.LidOfAsync(user, cancellationToken).ConfigureAwait(false));
        return other is not { } known ? [user] : user.IsLid ? [user, known] : [known, user];
    }

    private static string Key(string id, Jid author) => $"{id}|{author.ToUser()}";
}

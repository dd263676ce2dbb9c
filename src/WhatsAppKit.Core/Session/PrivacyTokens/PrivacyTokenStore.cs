using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.PrivacyTokens;

/// <summary>Keeps privacy tokens by contact: under the LID where one is known. What is no longer good expires by itself.</summary>
internal sealed class PrivacyTokenStore(ISessionStore store, LidMap lidMap, TimeProvider time)
{
    private const string SaltKey = "salt";
    private const int MaxLength = 1024;

    // Our clock may be behind the server's, but not by more.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    /// <summary>What is kept of a contact, as committed.</summary>
    public async ValueTask<PrivacyToken> FindAsync(Jid contact, CancellationToken cancellationToken)
    {
        var user = contact.ToUser();
        var other = user.IsLid
            ? await lidMap.PhoneOfAsync(user, cancellationToken).ConfigureAwait(false)
            : await lidMap.LidOfAsync(user, cancellationToken).ConfigureAwait(false);
        string[] keys = other is { } known ? [user.ToString(), known.ToString()] : [user.ToString()];
        var records = await store.GetManyAsync(StoreKind.PrivacyToken, keys, cancellationToken).ConfigureAwait(false);
        return records.Values.Select(Read).Aggregate(PrivacyToken.None, Newer);
    }

    /// <summary>The token that shows a contact's trust in this account; empty when none is good any more.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ValidAsync(Jid contact, CancellationToken cancellationToken)
    {
        if (!RegularContact.Is(contact))
        {
            return default;
        }

        var known = await FindAsync(contact, cancellationToken).ConfigureAwait(false);
        return TokenPeriod.IsValid(known.Timestamp, time.GetUtcNow()) ? known.Token : default;
    }

    /// <summary>Keeps a token that a contact issued; an older one than is known is ignored, and so is one that cannot be genuine.</summary>
    public async ValueTask LearnAsync(
        StateTransaction transaction, Jid contact, ReadOnlyMemory<byte> token, long timestamp, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (token.Length is 0 or > MaxLength || !TokenPeriod.IsValid(timestamp, now) || timestamp > (now + MaxAhead).ToUnixTimeSeconds())
        {
            return;
        }

        await ChangeAsync(
            transaction,
            contact,
            known => timestamp < known.Timestamp ? known : known with { Token = token, Timestamp = timestamp },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Notes that a token was issued to a contact.</summary>
    public static ValueTask IssuedAsync(StateTransaction transaction, Jid contact, long at, CancellationToken cancellationToken) =>
        ChangeAsync(transaction, contact, known => known with { IssuedAt = at }, cancellationToken);

    /// <summary>The account's own salt for contacts without a token; null when it is not known.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> SaltAsync(CancellationToken cancellationToken) =>
        store.GetAsync(StoreKind.PrivacyToken, SaltKey, cancellationToken);

    /// <summary>Keeps the account's salt, as the phone synchronises it.</summary>
    public static void LearnSalt(StateTransaction transaction, ReadOnlyMemory<byte> salt)
    {
        if (salt.Length is > 0 and <= MaxLength)
        {
            transaction.Set(StoreChange.Set(StoreKind.PrivacyToken, SaltKey, salt));
        }
    }

    /// <summary>Forgets the account's salt, as the phone says.</summary>
    public static void ForgetSalt(StateTransaction transaction) => transaction.Set(StoreChange.Delete(StoreKind.PrivacyToken, SaltKey));

    private static async ValueTask ChangeAsync(
        StateTransaction transaction, Jid contact, Func<PrivacyToken, PrivacyToken> change, CancellationToken cancellationToken)
    {
        var current = await transaction.AddressOfAsync(contact.ToUser(), cancellationToken).ConfigureAwait(false);
        var earlier = await transaction.EarlierAddressAsync(current, cancellationToken).ConfigureAwait(false);
        var key = current.Jid.ToString();
        var known = await ReadAsync(transaction, key, cancellationToken).ConfigureAwait(false);
        if (earlier is { } phone && await ReadAsync(transaction, phone.Jid.ToString(), cancellationToken).ConfigureAwait(false) is { } old
            && old != PrivacyToken.None)
        {
            // It was kept under the phone number while the LID was unknown.
            known = Newer(known, old);
            transaction.Set(StoreChange.Delete(StoreKind.PrivacyToken, phone.Jid.ToString()));
        }

        transaction.Set(Write(key, change(known)));
    }

    private static async ValueTask<PrivacyToken> ReadAsync(StateTransaction transaction, string key, CancellationToken cancellationToken) =>
        await transaction.GetAsync(StoreKind.PrivacyToken, key, cancellationToken).ConfigureAwait(false) is { } record ? Read(record) : PrivacyToken.None;

    private static PrivacyToken Read(ReadOnlyMemory<byte> record)
    {
        var stored = StoredPrivacyToken.Parser.ParseFrom(record.Span);
        return new PrivacyToken(stored.Token.Memory, stored.Timestamp, stored.HasIssuedAt ? stored.IssuedAt : null);
    }

    private static StoreChange Write(string key, PrivacyToken token)
    {
        var stored = new StoredPrivacyToken { Token = ByteString.CopyFrom(token.Token.Span), Timestamp = token.Timestamp };
        if (token.IssuedAt is { } issued)
        {
            stored.IssuedAt = issued;
        }

        return StoreChange.Set(
            StoreKind.PrivacyToken, key, stored.ToByteArray(), TokenPeriod.End(Math.Max(token.Timestamp, token.IssuedAt ?? 0)));
    }

    /// <summary>Of two records of one contact the newer token, and the later issue.</summary>
    private static PrivacyToken Newer(PrivacyToken one, PrivacyToken other)
    {
        var issued = Math.Max(one.IssuedAt ?? 0, other.IssuedAt ?? 0);
        return (other.Timestamp > one.Timestamp ? other : one) with { IssuedAt = issued > 0 ? issued : null };
    }
}

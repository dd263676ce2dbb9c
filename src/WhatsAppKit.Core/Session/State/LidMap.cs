using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Caching;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.State;

/// <summary>
/// Which LID belongs to which phone number, both ways. Only user parts are mapped; the device carries over. The memory
/// holds what was used lately, within its budget; the store holds everything.
/// </summary>
internal sealed class LidMap(ISessionStore store, CacheBudget budget)
{
    private const int EntrySize = 200;
    private const string PhonePrefix = "pn:";
    private const string LidPrefix = "lid:";

    private readonly BudgetedCache<string, string> _cache = new(budget, static (key, user) => EntrySize + (2 * (key.Length + user.Length)));
    private readonly Lock _gate = new();
    private int _version;

    /// <summary>The LID address of a phone-number address, or null when none is known.</summary>
    public ValueTask<Jid?> LidOfAsync(Jid phone, CancellationToken cancellationToken) =>
        phone.IsPhoneNumber ? LookUpAsync(PhonePrefix, phone, LidServerOf(phone), cancellationToken) : ValueTask.FromResult<Jid?>(null);

    /// <summary>The phone-number address of a LID address, or null when none is known.</summary>
    public ValueTask<Jid?> PhoneOfAsync(Jid lid, CancellationToken cancellationToken) =>
        lid.IsLid ? LookUpAsync(LidPrefix, lid, PhoneServerOf(lid), cancellationToken) : ValueTask.FromResult<Jid?>(null);

    /// <summary>
    /// The changes that record pairs, and which pairs they are; none for a pair that is already known. The caller commits,
    /// then calls <see cref="Remember"/>.
    /// </summary>
    public async ValueTask<(IReadOnlyList<StoreChange> Changes, IReadOnlyList<(Jid Phone, Jid Lid)> News)> LearnAsync(
        IReadOnlyCollection<(Jid Phone, Jid Lid)> pairs, CancellationToken cancellationToken)
    {
        var valid = pairs.Where(pair => pair.Phone.IsPhoneNumber && pair.Lid.IsLid).ToArray();
        string[] keys = [.. valid.Select(pair => PhonePrefix + pair.Phone.User), .. valid.Select(pair => LidPrefix + pair.Lid.User)];
        var known = await KnownAsync(keys, cancellationToken).ConfigureAwait(false);
        var changes = new List<StoreChange>();
        var news = new List<(Jid, Jid)>();
        foreach (var (phone, lid) in valid)
        {
            if (Changes(phone.User, lid.User, known) is { Count: > 0 } some)
            {
                changes.AddRange(some);
                news.Add((phone.ToUser(), lid.ToUser()));
            }
        }

        return (changes, news);
    }

    /// <summary>Keeps a committed pair in memory.</summary>
    public void Remember(Jid phone, Jid lid)
    {
        lock (_gate)
        {
            _version++;
            if (_cache.Remove(PhonePrefix + phone.User, out var oldLid))
            {
                _cache.Remove(LidPrefix + oldLid);
            }

            if (_cache.Remove(LidPrefix + lid.User, out var oldPhone))
            {
                _cache.Remove(PhonePrefix + oldPhone);
            }

            _cache.Set(PhonePrefix + phone.User, lid.User);
            _cache.Set(LidPrefix + lid.User, phone.User);
        }
    }

    /// <summary>Drops what is in memory; the store is asked again.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _version++;
            _cache.Clear();
        }
    }

    private static List<StoreChange> Changes(string phone, string lid, Dictionary<string, string> known)
    {
        var oldLid = known.GetValueOrDefault(PhonePrefix + phone);
        var oldPhone = known.GetValueOrDefault(LidPrefix + lid);
        if (oldLid == lid && oldPhone == phone)
        {
            return [];
        }

        // A number that changed hands, or a person who changed numbers: the older pair must not be found from its other end.
        var changes = new List<StoreChange>();
        if (oldLid is not null && oldLid != lid)
        {
            changes.Add(StoreChange.Delete(StoreKind.LidMap, LidPrefix + oldLid));
        }

        if (oldPhone is not null && oldPhone != phone)
        {
            changes.Add(StoreChange.Delete(StoreKind.LidMap, PhonePrefix + oldPhone));
        }

        changes.Add(StoreChange.Set(StoreKind.LidMap, PhonePrefix + phone, Encoding.UTF8.GetBytes(lid)));
        changes.Add(StoreChange.Set(StoreKind.LidMap, LidPrefix + lid, Encoding.UTF8.GetBytes(phone)));
        return changes;
    }

    private static string LidServerOf(Jid phone) => phone.Server == JidServer.Hosted ? JidServer.HostedLid : JidServer.Lid;

    private static string PhoneServerOf(Jid lid) => lid.Server == JidServer.HostedLid ? JidServer.Hosted : JidServer.PhoneNumber;

    private async ValueTask<Jid?> LookUpAsync(string prefix, Jid jid, string server, CancellationToken cancellationToken)
    {
        var key = prefix + jid.User;
        var known = await KnownAsync([key], cancellationToken).ConfigureAwait(false);
        return known.TryGetValue(key, out var user) ? new Jid(user, server, jid.Device) : null;
    }

    /// <summary>What memory or store hold under these keys.</summary>
    private async ValueTask<Dictionary<string, string>> KnownAsync(string[] keys, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, string>(keys.Length);
        int version;
        lock (_gate)
        {
            version = _version;
            foreach (var key in keys)
            {
                if (_cache.TryGet(key, out var user))
                {
                    known[key] = user;
                }
            }
        }

        var missing = keys.Where(key => !known.ContainsKey(key)).Distinct().ToArray();
        if (missing.Length == 0)
        {
            return known;
        }

        foreach (var (key, record) in await store.GetManyAsync(StoreKind.LidMap, missing, cancellationToken).ConfigureAwait(false))
        {
            known[key] = Encoding.UTF8.GetString(record.Span);
            Keep(key, known[key], version);
        }

        return known;
    }

    /// <summary>Keeps what the store said, unless a newer pair was committed meanwhile.</summary>
    private void Keep(string key, string user, int version)
    {
        lock (_gate)
        {
            if (_version == version)
            {
                _cache.Set(key, user);
            }
        }
    }
}

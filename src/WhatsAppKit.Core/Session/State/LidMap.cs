using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.State;

/// <summary>
/// Which LID belongs to which phone number, both ways. Only user parts are mapped; the device carries over. The memory
/// holds what was used lately; the store holds everything.
/// </summary>
internal sealed class LidMap(ISessionStore store)
{
    private const int MaxCached = 512;

    private readonly Dictionary<string, string> _cache = [];
    private readonly Lock _gate = new();

    /// <summary>The LID address of a phone-number address, or null when none is known.</summary>
    public ValueTask<Jid?> LidOfAsync(Jid phone, CancellationToken cancellationToken) =>
        phone.IsPhoneNumber ? LookUpAsync("pn:", phone, LidServerOf(phone), cancellationToken) : ValueTask.FromResult<Jid?>(null);

    /// <summary>The phone-number address of a LID address, or null when none is known.</summary>
    public ValueTask<Jid?> PhoneOfAsync(Jid lid, CancellationToken cancellationToken) =>
        lid.IsLid ? LookUpAsync("lid:", lid, PhoneServerOf(lid), cancellationToken) : ValueTask.FromResult<Jid?>(null);

    /// <summary>The changes that record a pair; none when it is already known. The caller commits, then calls <see cref="Remember"/>.</summary>
    public async ValueTask<IReadOnlyList<StoreChange>> LearnAsync(Jid phone, Jid lid, CancellationToken cancellationToken)
    {
        if (!phone.IsPhoneNumber || !lid.IsLid || await LidOfAsync(phone, cancellationToken).ConfigureAwait(false) is { } known && known.User == lid.User)
        {
            return [];
        }

        return
        [
            StoreChange.Set(StoreKind.LidMap, "pn:" + phone.User, Encoding.UTF8.GetBytes(lid.User)),
            StoreChange.Set(StoreKind.LidMap, "lid:" + lid.User, Encoding.UTF8.GetBytes(phone.User)),
        ];
    }

    /// <summary>Keeps a committed pair in memory.</summary>
    public void Remember(Jid phone, Jid lid)
    {
        lock (_gate)
        {
            if (_cache.Count >= MaxCached)
            {
                _cache.Clear();
            }

            _cache["pn:" + phone.User] = lid.User;
            _cache["lid:" + lid.User] = phone.User;
        }
    }

    private static string LidServerOf(Jid phone) => phone.Server == JidServer.Hosted ? JidServer.HostedLid : JidServer.Lid;

    private static string PhoneServerOf(Jid lid) => lid.Server == JidServer.HostedLid ? JidServer.Hosted : JidServer.PhoneNumber;

    private async ValueTask<Jid?> LookUpAsync(string prefix, Jid jid, string server, CancellationToken cancellationToken)
    {
        var key = prefix + jid.User;
        string? user;
        lock (_gate)
        {
            _cache.TryGetValue(key, out user);
        }

        if (user is null)
        {
            if (await store.GetAsync(StoreKind.LidMap, key, cancellationToken).ConfigureAwait(false) is not { } record)
            {
                return null;
            }

            user = Encoding.UTF8.GetString(record.Span);
            var other = new Jid(user, server);
            Remember(jid.IsLid ? other : jid, jid.IsLid ? jid : other);
        }

        return new Jid(user, server, jid.Device);
    }
}

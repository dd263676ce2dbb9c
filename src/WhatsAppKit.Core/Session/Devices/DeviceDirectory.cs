using System.Globalization;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Caching;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Session.Devices;

/// <summary>Which devices a person has. Answers are kept for some minutes and dropped when the server reports a change.</summary>
internal sealed class DeviceDirectory(IWhatsAppSession session, DeviceState state, TimeProvider time, CacheBudget? caches = null)
{
    private const int EntrySize = 250;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly BudgetedCache<Jid, (IReadOnlyList<int> Devices, long At)> _cache =
        new(caches ?? CacheBudget.Shared, static (_, entry) => EntrySize + (sizeof(int) * entry.Devices.Count));
    private readonly Lock _gate = new();
    private int _version;
    private int _lastSid;

    /// <summary>Rises whenever something known is dropped: lists from before may be stale.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>The devices of each user, under the LID where the user has one. A user without an account is absent.</summary>
    public async Task<IReadOnlyDictionary<Jid, IReadOnlyList<Jid>>> DevicesOfAsync(
        IReadOnlyCollection<Jid> users, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Jid, IReadOnlyList<Jid>>(users.Count);
        var unknown = new List<(Jid Asked, Jid Address)>();
        foreach (var user in users)
        {
            var address = await state.LidMap.LidOfAsync(user, cancellationToken).ConfigureAwait(false) ?? user;
            if (Cached(address) is { } devices)
            {
                found[user] = Expand(address, devices);
            }
            else
            {
                unknown.Add((user, address));
            }
        }

        if (unknown.Count > 0)
        {
            await QueryAsync(unknown, found, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    /// <summary>True when the server lists that device now; what is known of its user is asked anew before a no.</summary>
    public async Task<bool> IsListedAsync(Jid device, CancellationToken cancellationToken)
    {
        var user = device.ToUser();
        if (await HasAsync(user, device.Device, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        Forget(user, await state.LidMap.LidOfAsync(user, cancellationToken).ConfigureAwait(false));
        return await HasAsync(user, device.Device, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops what is known of a user, whose devices have changed, under either address.</summary>
    public void Forget(Jid user, Jid? alternate = null)
    {
        lock (_gate)
        {
            _version++;
            _cache.Remove(user.ToUser());
            if (alternate is { } other)
            {
                _cache.Remove(other.ToUser());
            }
        }
    }

    /// <summary>Drops everything, for example when the server found a device list stale.</summary>
    public void ForgetAll()
    {
        lock (_gate)
        {
            _version++;
            _cache.Clear();
        }
    }

    private static IReadOnlyList<Jid> Expand(Jid user, IReadOnlyList<int> devices) => [.. devices.Select(user.WithDevice)];

    private async Task<bool> HasAsync(Jid user, int device, CancellationToken cancellationToken) =>
        (await DevicesOfAsync([user], cancellationToken).ConfigureAwait(false)).TryGetValue(user, out var devices)
        && devices.Any(listed => listed.Device == device);

    private async Task QueryAsync(
        List<(Jid Asked, Jid Address)> unknown, Dictionary<Jid, IReadOnlyList<Jid>> found, CancellationToken cancellationToken)
    {
        var version = Version;
        var sid = Interlocked.Increment(ref _lastSid).ToString(CultureInfo.InvariantCulture);
        var answer = await session.QueryAsync(
            UsyncNodes.DeviceQuery(sid, unknown.Select(user => user.Address).Distinct()), cancellationToken).ConfigureAwait(false);
        var users = UsyncNodes.Parse(answer).Where(user => user.Devices.Count > 0).ToArray();
        await LearnAsync(users, cancellationToken).ConfigureAwait(false);
        var asked = unknown.ToLookup(entry => entry.Address, entry => entry.Asked);
        foreach (var user in users)
        {
            var address = user.User.IsPhoneNumber ? user.Lid ?? user.User : user.User;
            Remember(address, user.Devices, version);
            foreach (var each in asked[user.User])
            {
                found[each] = Expand(address, user.Devices);
            }
        }
    }

    private Task LearnAsync(IEnumerable<UsyncUser> users, CancellationToken cancellationToken)
    {
        var pairs = users.Where(user => user.User.IsPhoneNumber && user.Lid is not null).Select(user => (user.User, user.Lid!.Value)).ToArray();
        return pairs.Length == 0
            ? Task.CompletedTask
            : state.UpdateAsync(transaction => transaction.LearnLidsAsync(pairs, cancellationToken).AsTask(), cancellationToken);
    }

    private IReadOnlyList<int>? Cached(Jid user)
    {
        lock (_gate)
        {
            return _cache.TryGet(user, out var entry) && time.GetElapsedTime(entry.At) < Lifetime ? entry.Devices : null;
        }
    }

    /// <summary>Keeps an answer, unless a change was reported while it was on its way: then it may be from before.</summary>
    private void Remember(Jid user, IReadOnlyList<int> devices, int version)
    {
        lock (_gate)
        {
            if (_version == version)
            {
                _cache.Set(user, (devices, time.GetTimestamp()));
            }
        }
    }
}

using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Session.Devices;

/// <summary>Which devices a person has. Answers are kept for some minutes and dropped when the server reports a change.</summary>
internal sealed class DeviceDirectory(IWhatsAppSession session, DeviceState state, TimeProvider time)
{
    private const int MaxCached = 256;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Dictionary<Jid, (IReadOnlyList<int> Devices, long At)> _cache = [];
    private readonly Lock _gate = new();
    private int _lastSid;

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

    /// <summary>Drops what is known of a user, whose devices have changed.</summary>
    public void Forget(Jid user)
    {
        lock (_gate)
        {
            _cache.Remove(user.ToUser());
        }
    }

    /// <summary>Drops everything, for example when the server found a device list stale.</summary>
    public void ForgetAll()
    {
        lock (_gate)
        {
            _cache.Clear();
        }
    }

    private static IReadOnlyList<Jid> Expand(Jid user, IReadOnlyList<int> devices) => [.. devices.Select(user.WithDevice)];

    private async Task QueryAsync(
        List<(Jid Asked, Jid Address)> unknown, Dictionary<Jid, IReadOnlyList<Jid>> found, CancellationToken cancellationToken)
    {
        var sid = Interlocked.Increment(ref _lastSid).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = await session.QueryAsync(
            UsyncNodes.DeviceQuery(sid, unknown.Select(user => user.Address).Distinct()), cancellationToken).ConfigureAwait(false);
        foreach (var user in UsyncNodes.Parse(answer))
        {
            if (user.Devices.Count == 0)
            {
                continue;
            }

            if (user.Lid is { } lid && user.User.IsPhoneNumber)
            {
                await state.UpdateAsync(
                    transaction => transaction.LearnLidAsync(user.User, lid, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
            }

            var address = user.User.IsPhoneNumber ? user.Lid ?? user.User : user.User;
            Remember(address, user.Devices);
            foreach (var (asked, _) in unknown.Where(entry => entry.Address == user.User))
            {
                found[asked] = Expand(address, user.Devices);
            }
        }
    }

    private IReadOnlyList<int>? Cached(Jid user)
    {
        lock (_gate)
        {
            return _cache.TryGetValue(user, out var entry) && time.GetElapsedTime(entry.At) < Lifetime ? entry.Devices : null;
        }
    }

    private void Remember(Jid user, IReadOnlyList<int> devices)
    {
        lock (_gate)
        {
            if (_cache.Count >= MaxCached)
            {
                _cache.Clear();
            }

            _cache[user] = (devices, time.GetTimestamp());
        }
    }
}

using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Groups;

/// <summary>What groups look like: asked once, and kept until the server reports a change.</summary>
internal sealed class GroupDirectory(IWhatsAppSession session, DeviceState state)
{
    private const int MaxCached = 128;

    private readonly Dictionary<Jid, Group> _cache = [];
    private readonly Lock _gate = new();
    private int _version;

    /// <summary>A group as it is known, or else as the server tells it now.</summary>
    /// <exception cref="WhatsAppRequestException">403 when this account is not in it, 404 when there is no such group.</exception>
    public async Task<Group> GetAsync(Jid group, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_cache.TryGetValue(group, out var known))
            {
                return known;
            }
        }

        return await RefreshAsync(group, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A group as the server tells it now.</summary>
    /// <exception cref="WhatsAppRequestException">403 when this account is not in it, 404 when there is no such group.</exception>
    public async Task<Group> RefreshAsync(Jid group, CancellationToken cancellationToken)
    {
        var version = Volatile.Read(ref _version);
        var answer = await session.QueryAsync(GroupNodes.Query(group), cancellationToken).ConfigureAwait(false);
        var described = GroupNodes.ParseAnswer(answer) with { Jid = group };
        var pairs = GroupNodes.Pairs(answer.Child("group")!);
        if (pairs.Count > 0)
        {
            await state.UpdateAsync(
                transaction => transaction.LearnLidsAsync(pairs, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
        }

        Remember(described, version);
        return described;
    }

    /// <summary>True while nothing has been reported that makes this description of a group stale.</summary>
    public bool IsCurrent(Group group)
    {
        lock (_gate)
        {
            return _cache.TryGetValue(group.Jid, out var known) && ReferenceEquals(known, group);
        }
    }

    /// <summary>Drops what is known of a group that has changed.</summary>
    public void Forget(Jid group)
    {
        lock (_gate)
        {
            _version++;
            _cache.Remove(group);
        }
    }

    /// <summary>Drops everything: changes may have been missed.</summary>
    public void ForgetAll()
    {
        lock (_gate)
        {
            _version++;
            _cache.Clear();
        }
    }

    /// <summary>Keeps an answer, unless a change was reported while it was on its way: then it may be from before.</summary>
    private void Remember(Group group, int version)
    {
        lock (_gate)
        {
            if (_version != version)
            {
                return;
            }

            if (_cache.Count >= MaxCached)
            {
                _cache.Clear();
            }

            _cache[group.Jid] = group;
        }
    }
}

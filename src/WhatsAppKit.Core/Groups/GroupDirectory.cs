using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Caching;
using WhatsAppKit.Core.Session.State;

namespace WhatsAppKit.Core.Groups;

/// <summary>What groups look like: asked once, kept right by what the server reports, and asked again where that leaves doubt.</summary>
internal sealed class GroupDirectory(IWhatsAppSession session, DeviceState state, CacheBudget? caches = null)
{
    private const int GroupSize = 600;
    private const int ParticipantSize = 250;

    private readonly BudgetedCache<Jid, Group> _cache =
        new(caches ?? CacheBudget.Shared, static (_, group) => GroupSize + (ParticipantSize * group.Participants.Count));
    private readonly HashSet<Inquiry> _inquiries = [];
    private readonly Lock _gate = new();

    /// <summary>A group as it is known, or else as the server tells it now.</summary>
    /// <exception cref="WhatsAppRequestException">403 when this account is not in it, 404 when there is no such group.</exception>
    public async Task<Group> GetAsync(Jid group, CancellationToken cancellationToken) =>
        Find(group) ?? await RefreshAsync(group, cancellationToken).ConfigureAwait(false);

    /// <summary>A group as it is known; null when it is not.</summary>
    public Group? Find(Jid group)
    {
        lock (_gate)
        {
            return _cache.TryGet(group, out var known) ? known : null;
        }
    }

    /// <summary>A group as the server tells it now.</summary>
    /// <exception cref="WhatsAppRequestException">403 when this account is not in it, 404 when there is no such group.</exception>
    public async Task<Group> RefreshAsync(Jid group, CancellationToken cancellationToken)
    {
        using var inquiry = Begin();
        var answer = await session.QueryAsync(GroupNodes.Query(group), cancellationToken).ConfigureAwait(false);
        var described = GroupReader.ReadAnswer(answer, group);
        await LearnAsync(GroupReader.Pairs(answer.Child("group")!), cancellationToken).ConfigureAwait(false);
        Remember(described, inquiry, makesRoom: true);
        return described;
    }

    /// <summary>All groups this account is in, as the server tells them now.</summary>
    public async Task<IReadOnlyList<Group>> RefreshAllAsync(CancellationToken cancellationToken)
    {
        using var inquiry = Begin();
        var answer = await session.QueryAsync(GroupNodes.Participating(), cancellationToken).ConfigureAwait(false);
        var nodes = answer.Child("groups")?.ChildrenOf("group").Where(node => GroupReader.JidOf(node) is not null).ToArray() ?? [];
        await LearnAsync([.. nodes.SelectMany(GroupReader.Pairs)], cancellationToken).ConfigureAwait(false);
        var groups = nodes.Select(node => GroupReader.Read(node)).DistinctBy(group => group.Jid).ToArray();
        foreach (var group in groups.Where(IsComplete))
        {
            Remember(group, inquiry, makesRoom: false);
        }

        return groups;
    }

    /// <summary>Records who is who among the people of a group.</summary>
    public Task LearnAsync(IReadOnlyList<(Jid Phone, Jid Lid)> pairs, CancellationToken cancellationToken) => pairs.Count == 0
        ? Task.CompletedTask
        : state.UpdateAsync(transaction => transaction.LearnLidsAsync(pairs, cancellationToken).AsTask(), cancellationToken);

    /// <summary>True while nothing has been reported that makes this description of a group stale.</summary>
    public bool IsCurrent(Group group)
    {
        lock (_gate)
        {
            return _cache.TryGet(group.Jid, out var known) && ReferenceEquals(known, group);
        }
    }

    /// <summary>Begins a question or a change whose answer is compared with what is reported meanwhile.</summary>
    public Inquiry Begin()
    {
        var inquiry = new Inquiry(this);
        lock (_gate)
        {
            _inquiries.Add(inquiry);
        }

        return inquiry;
    }

    /// <summary>Carries a reported change over; a group that then is in doubt is forgotten.</summary>
    public void Report(GroupEvent change)
    {
        lock (_gate)
        {
            NoteLocked(change.Group);
            if (_cache.TryGet(change.Group, out var known))
            {
                ReplaceLocked(known, GroupPatches.Apply(known, change));
            }
        }
    }

    /// <summary>A group as it was just described, for example because this account came into it.</summary>
    public void Report(Group group)
    {
        lock (_gate)
        {
            NoteLocked(group.Jid);
            _cache.Remove(group.Jid);
            if (IsComplete(group))
            {
                _cache.TrySet(group.Jid, group);
            }
        }
    }

    /// <summary>
    /// Carries over a change this device made. The server reports it too, perhaps before its answer is worked on, and perhaps
    /// with others behind it: when what is known differs then, it is asked for anew.
    /// </summary>
    public void Made(Inquiry inquiry, Jid group, Func<Group, Group?> change)
    {
        lock (_gate)
        {
            if (_cache.TryGet(group, out var known))
            {
                var changed = change(known);
                ReplaceLocked(known, inquiry.HasChanged(group) && changed != known ? null : changed);
            }

            NoteLocked(group);
        }
    }

    /// <summary>Drops what is known of a group.</summary>
    public void Forget(Jid group)
    {
        lock (_gate)
        {
            NoteLocked(group);
            _cache.Remove(group);
        }
    }

    /// <summary>Drops everything: changes may have been missed.</summary>
    public void ForgetAll()
    {
        lock (_gate)
        {
            _cache.Clear();
            foreach (var inquiry in _inquiries)
            {
                inquiry.NoteAll();
            }
        }
    }

    private static bool IsComplete(Group group) => group.Participants.Count > 0 && group.Participants.Count >= group.Size;

    private void NoteLocked(Jid group)
    {
        foreach (var inquiry in _inquiries)
        {
            inquiry.Note(group);
        }
    }

    private void ReplaceLocked(Group known, Group? changed)
    {
        if (changed is null)
        {
            _cache.Remove(known.Jid);
        }
        else
        {
            _cache.Set(known.Jid, changed);
        }
    }

    /// <summary>Keeps an answer, unless a change was reported while it was on its way: then it may be from before.</summary>
    private void Remember(Group group, Inquiry inquiry, bool makesRoom)
    {
        lock (_gate)
        {
            if (inquiry.HasChanged(group.Jid))
            {
                return;
            }

            if (makesRoom)
            {
                _cache.Set(group.Jid, group);
            }
            else
            {
                _cache.TrySet(group.Jid, group);
            }
        }
    }

    private void End(Inquiry inquiry)
    {
        lock (_gate)
        {
            _inquiries.Remove(inquiry);
        }
    }

    /// <summary>A question or a change under way, and what was reported since it began. The directory's gate guards it.</summary>
    internal sealed class Inquiry(GroupDirectory directory) : IDisposable
    {
        private readonly HashSet<Jid> _changed = [];
        private bool _hasAllChanged;

        public void Note(Jid group) => _changed.Add(group);

        public void NoteAll() => _hasAllChanged = true;

        public bool HasChanged(Jid group) => _hasAllChanged || _changed.Contains(group);

        public void Dispose() => directory.End(this);
    }
}

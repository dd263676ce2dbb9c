using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Signal;

/// <summary>All sessions with one device: the current one, and earlier ones for messages that are still on their way.</summary>
/// <remarks>Not thread-safe: whoever loads a record holds the lock of its address until it is stored again.</remarks>
internal sealed class SessionRecord : IDisposable
{
    private readonly List<SessionState> _archived;

    public SessionRecord()
        : this(null, [])
    {
    }

    internal SessionRecord(SessionState? current, List<SessionState> archived)
    {
        Current = current;
        _archived = archived;
    }

    /// <summary>True when there is a session to encrypt with.</summary>
    public bool HasSession => Current is not null;

    public uint? RemoteRegistrationId => Current?.RemoteRegistrationId;

    public PublicKey? RemoteIdentity => Current?.RemoteIdentity;

    /// <summary>The name of the current session, the same on both sides.</summary>
    public PublicKey? BaseKey => Current?.BaseKey;

    internal SessionState? Current { get; private set; }

    /// <summary>The earlier sessions, newest first.</summary>
    internal IReadOnlyList<SessionState> Archived => _archived;

    /// <summary>Reads a stored record; anything else is a <see cref="SignalError.CorruptRecord"/>.</summary>
    public static SessionRecord Deserialize(ReadOnlyMemory<byte> bytes) => SessionRecordReader.Read(bytes.Span);

    /// <summary>The record as the store keeps it. It contains private keys.</summary>
    public byte[] Serialize() => SessionRecordWriter.Write(this);

    /// <summary>True when a message with this base key belongs to a session that exists, so no pre-keys are needed.</summary>
    public bool KnowsBaseKey(PublicKey baseKey) => Find(baseKey) is not null;

    /// <summary>Closes the current session: the next message out needs a new one, but late ones can still be opened.</summary>
    public void ArchiveCurrent()
    {
        if (Current is { } state)
        {
            Current = null;
            _archived.Insert(0, state);
            Trim();
        }
    }

    /// <summary>Forgets the earlier sessions, which the peer has lost too.</summary>
    public void DropArchived()
    {
        _archived.ForEach(state => state.Dispose());
        _archived.Clear();
    }

    /// <summary>Notes when the current session, which waits for the peer's first answer, was started.</summary>
    public void MarkStarted(DateTimeOffset now)
    {
        if (Current is { Pending: { } pending } state)
        {
            state.Pending = pending with { Since = now };
        }
    }

    /// <summary>Closes the current session when the peer has not answered in it since then: perhaps it never could.</summary>
    public void ArchiveUnanswered(DateTimeOffset startedBefore)
    {
        if (Current?.Pending?.Since < startedBefore)
        {
            ArchiveCurrent();
        }
    }

    /// <summary>
    /// Adds copies of the sessions of a record that was kept under an earlier address. The current session stays; if there is
    /// none, the older record's is it.
    /// </summary>
    public void AppendArchived(SessionRecord older)
    {
        var copy = Deserialize(older.Serialize());
        var states = copy.All.ToList();
        foreach (var state in states)
        {
            // A session known already has moved on since: its old copy would open messages a second time.
            if (KnowsBaseKey(state.BaseKey))
            {
                state.Dispose();
            }
            else if (Current is null && state == copy.Current)
            {
                Current = state;
            }
            else
            {
                _archived.Add(state);
            }
        }

        Trim();
    }

    /// <summary>The current session, then the earlier ones.</summary>
    internal IEnumerable<SessionState> All => Current is null ? _archived : _archived.Prepend(Current);

    internal SessionState? Find(PublicKey baseKey) => All.FirstOrDefault(state => state.BaseKey.Equals(baseKey));

    /// <summary>Makes a session the current one, whether it is new or an archived one the peer turned out to use.</summary>
    internal void Promote(SessionState state)
    {
        if (state == Current)
        {
            return;
        }

        _archived.Remove(state);
        ArchiveCurrent();
        Current = state;
    }

    /// <summary>Zeroes every key of the record.</summary>
    public void Dispose()
    {
        foreach (var state in All)
        {
            state.Dispose();
        }

        _archived.Clear();
        Current = null;
    }

    private void Trim()
    {
        while (_archived.Count > SignalLimits.MaxArchivedSessions)
        {
            _archived[^1].Dispose();
            _archived.RemoveAt(_archived.Count - 1);
        }
    }
}

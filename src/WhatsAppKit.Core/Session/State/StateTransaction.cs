using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.State;

/// <summary>
/// One step of a device's state: what it reads includes what it has changed, and all changes are committed together or not
/// at all.
/// </summary>
internal sealed class StateTransaction : IDisposable
{
    private readonly ISessionStore _store;
    private readonly LidMap _lidMap;
    private readonly DeviceCredentials _original;
    private readonly Dictionary<(string Kind, string Key), StoreChange> _changes = [];
    private readonly Dictionary<(string Kind, string Key), ReadOnlyMemory<byte>?> _read = [];
    private readonly List<WhatsAppEvent> _events = [];
    private readonly List<(Jid Phone, Jid Lid)> _learned = [];

    public StateTransaction(ISessionStore store, LidMap lidMap, DeviceCredentials credentials)
    {
        _store = store;
        _lidMap = lidMap;
        _original = credentials;
        Credentials = credentials;
        Sessions = new SessionRecords(this);
        SenderKeys = new SenderKeyRecords(this);
        Identities = new Identities(this);
        PreKeys = new PreKeys(this);
    }

    public DeviceCredentials Credentials { get; set; }

    /// <summary>Signal sessions, by device.</summary>
    public SessionRecords Sessions { get; }

    /// <summary>Sender keys, by group and device.</summary>
    public SenderKeyRecords SenderKeys { get; }

    /// <summary>Identity keys of other devices.</summary>
    public Identities Identities { get; }

    /// <summary>This device's own pre-keys.</summary>
    public PreKeys PreKeys { get; }

    public IReadOnlyList<(Jid Phone, Jid Lid)> LearnedPairs => _learned;

    /// <summary>The address a device's keys live under: its LID where one is known.</summary>
    public async ValueTask<SignalAddress> AddressOfAsync(Jid device, CancellationToken cancellationToken)
    {
        foreach (var (phone, lid) in _learned)
        {
            if (device.IsPhoneNumber && device.User == phone.User)
            {
                return new SignalAddress(lid.WithDevice(device.Device));
            }
        }

        return new SignalAddress(await _lidMap.LidOfAsync(device, cancellationToken).ConfigureAwait(false) ?? device);
    }

    /// <summary>The phone-number address of a LID address, under which keys may have been kept before the LID was known.</summary>
    public async ValueTask<SignalAddress?> EarlierAddressAsync(SignalAddress address, CancellationToken cancellationToken)
    {
        if (!address.Jid.IsLid)
        {
            return null;
        }

        var learned = _learned.FindIndex(pair => pair.Lid.User == address.Jid.User);
        var phone = learned >= 0 ? _learned[learned].Phone : await _lidMap.PhoneOfAsync(address.Jid, cancellationToken).ConfigureAwait(false);
        return phone is { } known ? new SignalAddress(known.WithDevice(address.Jid.Device)) : null;
    }

    /// <summary>Reads a record as this transaction sees it.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string kind, string key, CancellationToken cancellationToken)
    {
        if (_changes.TryGetValue((kind, key), out var change))
        {
            return change.Value;
        }

        return _read.TryGetValue((kind, key), out var read) ? read : await _store.GetAsync(kind, key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads many records at once, so that <see cref="GetAsync"/> finds them without the store.</summary>
    public async ValueTask PreloadAsync(string kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var found = await _store.GetManyAsync(kind, keys, cancellationToken).ConfigureAwait(false);
        foreach (var key in keys)
        {
            // The cast matters: a plain null would become empty bytes.
            _read[(kind, key)] = found.TryGetValue(key, out var value) ? value : (ReadOnlyMemory<byte>?)null;
        }
    }

    public void Set(StoreChange change) => _changes[(change.Kind, change.Key)] = change;

    public void Raise(WhatsAppEvent happened) => _events.Add(happened);

    /// <summary>How many events were raised so far.</summary>
    public int RaisedCount => _events.Count;

    /// <summary>Takes back what was raised since there were that many.</summary>
    public IReadOnlyList<WhatsAppEvent> Withdraw(int count)
    {
        var since = _events[count..];
        _events.RemoveRange(count, since.Count);
        return since;
    }

    /// <summary>Records that a phone number and a LID are one person.</summary>
    public ValueTask LearnLidAsync(Jid phone, Jid lid, CancellationToken cancellationToken) => LearnLidsAsync([(phone, lid)], cancellationToken);

    /// <summary>Records that phone numbers and LIDs are the same people.</summary>
    public async ValueTask LearnLidsAsync(IReadOnlyCollection<(Jid Phone, Jid Lid)> pairs, CancellationToken cancellationToken)
    {
        var (changes, news) = await _lidMap.LearnAsync(pairs, cancellationToken).ConfigureAwait(false);
        foreach (var change in changes)
        {
            Set(change);
        }

        _learned.AddRange(news);
    }

    public StoreCommit ToCommit()
    {
        Sessions.Flush();
        SenderKeys.Flush();
        if (!ReferenceEquals(Credentials, _original))
        {
            Set(CredentialsCodec.Save(Credentials));
        }

        return new StoreCommit([.. _changes.Values], _events);
    }

    /// <summary>Zeroes the keys that were loaded.</summary>
    public void Dispose()
    {
        Sessions.Dispose();
        SenderKeys.Dispose();
    }
}

using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Session.Events;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.State;

/// <summary>One step of a device's state: what it reads is cached, what it changes is committed together or not at all.</summary>
internal sealed class StateTransaction(ISessionStore store, LidMap lidMap, DeviceCredentials credentials)
{
    private readonly Dictionary<string, SessionRecord> _sessions = [];
    private readonly HashSet<string> _changedSessions = [];
    private readonly List<StoreChange> _changes = [];
    private readonly List<WhatsAppEvent> _events = [];
    private readonly List<(Jid Phone, Jid Lid)> _learned = [];
    private readonly DeviceCredentials _original = credentials;

    public DeviceCredentials Credentials { get; set; } = credentials;

    public IReadOnlyList<(Jid Phone, Jid Lid)> LearnedPairs => _learned;

    /// <summary>The address a device's session lives under: its LID where one is known.</summary>
    public async ValueTask<SignalAddress> AddressOfAsync(Jid device, CancellationToken cancellationToken)
    {
        foreach (var (phone, lid) in _learned)
        {
            if (device.IsPhoneNumber && device.User == phone.User)
            {
                return new SignalAddress(lid.WithDevice(device.Device));
            }
        }

        return new SignalAddress(await lidMap.LidOfAsync(device, cancellationToken).ConfigureAwait(false) ?? device);
    }

    /// <summary>The session with a device; an empty record when there is none.</summary>
    /// <remarks>
    /// A session that began under the phone number, before the LID was known, is found here and moves to the LID: behind
    /// a session that already lives there, never over it.
    /// </remarks>
    public async ValueTask<SessionRecord> SessionAsync(SignalAddress address, CancellationToken cancellationToken)
    {
        if (_sessions.TryGetValue(address.Key, out var known))
        {
            return known;
        }

        var stored = await store.GetAsync(StoreKind.Session, address.Key, cancellationToken).ConfigureAwait(false);
        var record = stored is { } bytes ? SessionRecord.Deserialize(bytes) : new SessionRecord();
        _sessions[address.Key] = record;
        if (address.Jid.IsLid)
        {
            await MigrateFromPhoneAsync(address, record, cancellationToken).ConfigureAwait(false);
        }

        return record;
    }

    /// <summary>Marks a session as changed, so that the commit writes it.</summary>
    public void Touch(SignalAddress address) => _changedSessions.Add(address.Key);

    public void Delete(SignalAddress address)
    {
        _sessions[address.Key] = new SessionRecord();
        _changedSessions.Remove(address.Key);
        _changes.Add(StoreChange.Delete(StoreKind.Session, address.Key));
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string kind, string key, CancellationToken cancellationToken) =>
        store.GetAsync(kind, key, cancellationToken);

    public async ValueTask<KeyPair?> PreKeyAsync(uint id, CancellationToken cancellationToken) =>
        await store.GetAsync(StoreKind.PreKey, PreKeyName(id), cancellationToken).ConfigureAwait(false) is { } bytes
            ? new KeyPair(new PrivateKey(bytes.Span))
            : null;

    /// <summary>Makes one-time pre-keys with the next ids. They are durable when the transaction commits.</summary>
    public IReadOnlyList<(uint Id, KeyPair Pair)> GeneratePreKeys(int count)
    {
        var keys = new (uint, KeyPair)[count];
        var next = Credentials.NextPreKeyId;
        for (var i = 0; i < count; i++)
        {
            var pair = KeyPair.Generate();
            keys[i] = (next, pair);
            Set(StoreChange.Set(StoreKind.PreKey, PreKeyName(next), pair.PrivateKey.Span.ToArray()));
            next = next >= DeviceCredentials.MaxPreKeyId ? 1 : next + 1;
        }

        Credentials = Credentials with { NextPreKeyId = next };
        return keys;
    }

    public void RemovePreKey(uint id) => Set(StoreChange.Delete(StoreKind.PreKey, PreKeyName(id)));

    public void Set(StoreChange change) => _changes.Add(change);

    public void Raise(WhatsAppEvent happened) => _events.Add(happened);

    /// <summary>Records that a phone number and a LID are one person.</summary>
    public async ValueTask LearnLidAsync(Jid phone, Jid lid, CancellationToken cancellationToken)
    {
        var changes = await lidMap.LearnAsync(phone, lid, cancellationToken).ConfigureAwait(false);
        if (changes.Count > 0)
        {
            _changes.AddRange(changes);
            _learned.Add((phone.ToUser(), lid.ToUser()));
        }
    }

    public StoreCommit ToCommit()
    {
        var changes = new List<StoreChange>(_changes.Count + _changedSessions.Count + 1);
        changes.AddRange(_changes);
        foreach (var key in _changedSessions)
        {
            changes.Add(StoreChange.Set(StoreKind.Session, key, _sessions[key].Serialize()));
        }

        if (!ReferenceEquals(Credentials, _original))
        {
            changes.Add(CredentialsCodec.Save(Credentials));
        }

        return new StoreCommit(changes, _events);
    }

    private static string PreKeyName(uint id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async ValueTask MigrateFromPhoneAsync(SignalAddress address, SessionRecord record, CancellationToken cancellationToken)
    {
        var phone = _learned.Where(pair => pair.Lid.User == address.Jid.User).Select(pair => (Jid?)pair.Phone).FirstOrDefault()
            ?? await lidMap.PhoneOfAsync(address.Jid, cancellationToken).ConfigureAwait(false);
        if (phone is null)
        {
            return;
        }

        var old = new SignalAddress(phone.Value.WithDevice(address.Jid.Device));
        if (await store.GetAsync(StoreKind.Session, old.Key, cancellationToken).ConfigureAwait(false) is { } bytes)
        {
            record.AppendArchived(SessionRecord.Deserialize(bytes));
            _changes.Add(StoreChange.Delete(StoreKind.Session, old.Key));
            Touch(address);
        }
    }
}

using WhatsAppKit.Core.Signal;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.State;

/// <summary>The Signal sessions of one transaction: loaded once, written back when touched.</summary>
internal sealed class SessionRecords(StateTransaction transaction) : IDisposable
{
    private readonly Dictionary<string, SessionRecord> _records = [];
    private readonly HashSet<string> _touched = [];

    /// <summary>The sessions with a device; an empty record when there are none.</summary>
    /// <remarks>
    /// A session that began under the phone number, before the LID was known, is found here and moves to the LID: behind
    /// a session that already lives there, never over it.
    /// </remarks>
    public async ValueTask<SessionRecord> GetAsync(SignalAddress address, CancellationToken cancellationToken)
    {
        if (_records.TryGetValue(address.Key, out var known))
        {
            return known;
        }

        var stored = await transaction.GetAsync(StoreKind.Session, address.Key, cancellationToken).ConfigureAwait(false);
        var record = stored is { } bytes ? SessionRecord.Deserialize(bytes) : new SessionRecord();
        _records[address.Key] = record;
        if (await transaction.EarlierAddressAsync(address, cancellationToken).ConfigureAwait(false) is { } earlier
            && await transaction.GetAsync(StoreKind.Session, earlier.Key, cancellationToken).ConfigureAwait(false) is { } old)
        {
            using var older = SessionRecord.Deserialize(old);
            record.AppendArchived(older);
            transaction.Set(StoreChange.Delete(StoreKind.Session, earlier.Key));
            Touch(address);
        }

        return record;
    }

    /// <summary>Loads many sessions with few reads of the store.</summary>
    public async ValueTask PreloadAsync(IReadOnlyCollection<SignalAddress> addresses, CancellationToken cancellationToken)
    {
        var keys = new List<string>(2 * addresses.Count);
        foreach (var address in addresses)
        {
            if (_records.ContainsKey(address.Key))
            {
                continue;
            }

            keys.Add(address.Key);
            if (await transaction.EarlierAddressAsync(address, cancellationToken).ConfigureAwait(false) is { } earlier)
            {
                keys.Add(earlier.Key);
            }
        }

        await transaction.PreloadAsync(StoreKind.Session, keys, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Marks the sessions with a device as changed, so that the commit writes them.</summary>
    public void Touch(SignalAddress address) => _touched.Add(address.Key);

    /// <summary>Forgets every session with a device.</summary>
    public void Delete(SignalAddress address)
    {
        if (_records.Remove(address.Key, out var record))
        {
            record.Dispose();
        }

        _touched.Remove(address.Key);
        transaction.Set(StoreChange.Delete(StoreKind.Session, address.Key));
    }

    public void Flush()
    {
        foreach (var key in _touched)
        {
            transaction.Set(StoreChange.Set(StoreKind.Session, key, _records[key].Serialize()));
        }

        _touched.Clear();
    }

    public void Dispose()
    {
        foreach (var record in _records.Values)
        {
            record.Dispose();
        }

        _records.Clear();
    }
}

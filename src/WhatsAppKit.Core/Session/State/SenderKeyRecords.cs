using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Signal;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.State;

/// <summary>The sender keys of one transaction: loaded once, written back when touched.</summary>
internal sealed class SenderKeyRecords(StateTransaction transaction) : IDisposable
{
    private readonly Dictionary<string, SenderKeyRecord> _records = [];
    private readonly HashSet<string> _touched = [];

    /// <summary>The address this device's own sender keys are kept under: always the LID, where there is one.</summary>
    public SignalAddress Own => new(
        transaction.Credentials.LidJid ?? transaction.Credentials.PhoneJid ?? throw new WhatsAppNotConnectedException("The device is not paired."));

    /// <summary>The sender keys of a device in a group; an empty record when there are none.</summary>
    /// <remarks>Keys kept under the phone number, before the LID was known, move to the LID and overwrite nothing there.</remarks>
    public async ValueTask<SenderKeyRecord> GetAsync(Jid group, SignalAddress sender, CancellationToken cancellationToken)
    {
        var key = Name(group, sender);
        if (_records.TryGetValue(key, out var known))
        {
            return known;
        }

        var record = await LoadAsync(key, cancellationToken).ConfigureAwait(false) ?? new SenderKeyRecord();
        _records[key] = record;
        if (await transaction.EarlierAddressAsync(sender, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            var old = Name(group, earlier);
            using var older = await LoadAsync(old, cancellationToken).ConfigureAwait(false);
            if (older is not null)
            {
                record.AppendOlder(older);
                transaction.Set(StoreChange.Delete(StoreKind.SenderKey, old));
                _touched.Add(key);
            }
        }

        return record;
    }

    /// <summary>Marks a record as changed, so that the commit writes it.</summary>
    public void Touch(Jid group, SignalAddress sender) => _touched.Add(Name(group, sender));

    /// <summary>Forgets this device's own sender key in a group: the next message there makes and distributes a new one.</summary>
    public async ValueTask DropOwnAsync(Jid group, CancellationToken cancellationToken)
    {
        Delete(Name(group, Own));
        if (await transaction.EarlierAddressAsync(Own, cancellationToken).ConfigureAwait(false) is { } earlier)
        {
            Delete(Name(group, earlier));
        }

        transaction.Set(StoreChange.Delete(StoreKind.SenderKeyDistribution, SenderKeyHolders.Name(group)));
    }

    public void Flush()
    {
        foreach (var key in _touched)
        {
            transaction.Set(StoreChange.Set(StoreKind.SenderKey, key, _records[key].Serialize()));
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

    private static string Name(Jid group, SignalAddress sender) => $"{group}::{sender.Key}";

    private async ValueTask<SenderKeyRecord?> LoadAsync(string key, CancellationToken cancellationToken) =>
        await transaction.GetAsync(StoreKind.SenderKey, key, cancellationToken).ConfigureAwait(false) is { } bytes
            ? SenderKeyRecord.Deserialize(bytes)
            : null;

    private void Delete(string key)
    {
        if (_records.Remove(key, out var record))
        {
            record.Dispose();
        }

        _touched.Remove(key);
        transaction.Set(StoreChange.Delete(StoreKind.SenderKey, key));
    }
}

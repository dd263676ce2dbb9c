using Google.Protobuf;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Core.Storage;

namespace WhatsAppKit.Core.Session.State;

/// <summary>
/// Which devices were given this device's current sender key of one group. One that was sent the key in a message the
/// server has not confirmed counts as a possible holder, but is sent it again.
/// </summary>
internal sealed class SenderKeyHolders
{
    private const uint Version = 1;
    private const string IndexKey = "groups";

    private readonly Jid _group;
    private readonly Dictionary<string, string?> _pendingMessages;

    private SenderKeyHolders(Jid group, uint? keyId, Dictionary<string, string?> pendingMessages)
    {
        _group = group;
        KeyId = keyId;
        _pendingMessages = pendingMessages;
    }

    /// <summary>The key this is about; null when there is none.</summary>
    public uint? KeyId { get; private set; }

    /// <summary>The addresses of all devices that have the key, or may.</summary>
    public IReadOnlyCollection<string> Addresses => _pendingMessages.Keys;

    public static string Name(Jid group) => group.ToString();

    public static async ValueTask<SenderKeyHolders> LoadAsync(StateTransaction transaction, Jid group, CancellationToken cancellationToken)
    {
        if (await transaction.GetAsync(StoreKind.SenderKeyDistribution, Name(group), cancellationToken).ConfigureAwait(false) is not { } bytes)
        {
            return new SenderKeyHolders(group, null, []);
        }

        var stored = Parse(StoredSenderKeyHolders.Parser, bytes);
        Require(stored.Version);
        return new SenderKeyHolders(
            group,
            stored.KeyId,
            stored.Holders.ToDictionary(holder => holder.Address, holder => holder.HasPendingMessage ? holder.PendingMessage : null));
    }

    /// <summary>The groups in which this device has had a sender key.</summary>
    public static async ValueTask<IReadOnlyList<Jid>> GroupsAsync(StateTransaction transaction, CancellationToken cancellationToken)
    {
        if (await transaction.GetAsync(StoreKind.SenderKeyDistribution, IndexKey, cancellationToken).ConfigureAwait(false) is not { } bytes)
        {
            return [];
        }

        var stored = Parse(StoredSenderKeyGroups.Parser, bytes);
        Require(stored.Version);
        return [.. stored.Groups.Select(Jid.Parse)];
    }

    /// <summary>True when that device surely has the key.</summary>
    public bool Has(SignalAddress device) => _pendingMessages.TryGetValue(device.Key, out var pending) && pending is null;

    /// <summary>True when that device has the key, or may have it.</summary>
    public bool MayHave(SignalAddress device) => _pendingMessages.ContainsKey(device.Key);

    /// <summary>Starts over for a new key, which nobody has yet.</summary>
    public void Reset(uint keyId)
    {
        KeyId = keyId;
        _pendingMessages.Clear();
    }

    /// <summary>Notes that a message carries the key to a device; it counts once <see cref="Confirm"/> is told so.</summary>
    public void Give(SignalAddress device, string messageId) => _pendingMessages[device.Key] = messageId;

    /// <summary>The server took a message: those it carried the key to have it now. False when that changes nothing.</summary>
    public bool Confirm(string messageId)
    {
        var given = _pendingMessages.Where(holder => holder.Value == messageId).Select(holder => holder.Key).ToArray();
        foreach (var address in given)
        {
            _pendingMessages[address] = null;
        }

        return given.Length > 0;
    }

    /// <summary>
    /// Lets a device be given the key again, because it has lost it. It stays a possible holder. False when it was none.
    /// </summary>
    public bool Doubt(SignalAddress device)
    {
        if (!Has(device))
        {
            return false;
        }

        _pendingMessages[device.Key] = "";
        return true;
    }

    public async ValueTask SaveAsync(StateTransaction transaction, CancellationToken cancellationToken)
    {
        var stored = new StoredSenderKeyHolders { Version = Version, KeyId = KeyId ?? throw new InvalidOperationException("There is no key to hold.") };
        foreach (var (address, pending) in _pendingMessages)
        {
            var holder = new StoredSenderKeyHolder { Address = address };
            if (pending is not null)
            {
                holder.PendingMessage = pending;
            }

            stored.Holders.Add(holder);
        }

        transaction.Set(StoreChange.Set(StoreKind.SenderKeyDistribution, Name(_group), stored.ToByteArray()));
        await AddToIndexAsync(transaction, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask AddToIndexAsync(StateTransaction transaction, CancellationToken cancellationToken)
    {
        var groups = await GroupsAsync(transaction, cancellationToken).ConfigureAwait(false);
        if (!groups.Contains(_group))
        {
            var stored = new StoredSenderKeyGroups { Version = Version };
            stored.Groups.AddRange(groups.Append(_group).Select(group => group.ToString()));
            transaction.Set(StoreChange.Set(StoreKind.SenderKeyDistribution, IndexKey, stored.ToByteArray()));
        }
    }

    private static T Parse<T>(MessageParser<T> parser, ReadOnlyMemory<byte> bytes)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes.Span);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new CorruptStoreException("The record of who has a sender key is damaged.", error);
        }
    }

    private static void Require(uint version)
    {
        if (version != Version)
        {
            throw new CorruptStoreException($"The record of who has a sender key has version {version}; this library reads version {Version}.");
        }
    }
}

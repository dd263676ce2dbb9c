using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.State;
using WhatsAppKit.Core.Signal;

namespace WhatsAppKit.Core.Session.Fanout;

/// <summary>Our sender key in one chat and who has it, compared with who is to read the next message.</summary>
internal sealed class GroupStep
{
    private GroupStep(Jid chat, Audience readers, SenderKeyRecord record, SenderKeyHolders holders, bool isRenewed, IReadOnlyList<Jid> lacking)
    {
        Chat = chat;
        Readers = readers;
        Record = record;
        Holders = holders;
        IsRenewed = isRenewed;
        Lacking = lacking;
    }

    public Jid Chat { get; }

    public Audience Readers { get; }

    public SenderKeyRecord Record { get; }

    public SenderKeyHolders Holders { get; }

    /// <summary>True when the message needs a new key: there is none, or somebody has it who is to read no further.</summary>
    public bool IsRenewed { get; }

    /// <summary>The devices that must be given the key with this message.</summary>
    public IReadOnlyList<Jid> Lacking { get; }

    /// <summary>Compares; nothing is changed yet.</summary>
    public static async Task<GroupStep> LoadAsync(StateTransaction transaction, Jid chat, Audience readers, CancellationToken cancellationToken)
    {
        var record = await transaction.SenderKeys.GetAsync(chat, transaction.SenderKeys.Own, cancellationToken).ConfigureAwait(false);
        var holders = await SenderKeyHolders.LoadAsync(transaction, chat, cancellationToken).ConfigureAwait(false);
        var present = new Dictionary<string, Jid>(readers.Devices.Count);
        var lacking = new List<Jid>();
        foreach (var device in readers.Devices)
        {
            var address = await transaction.AddressOfAsync(device, cancellationToken).ConfigureAwait(false);
            present[address.Key] = device;
            if (!holders.Has(address))
            {
                lacking.Add(device);
            }
        }

        var isUsable = record.Current is { SigningPrivateKey: not null } current && current.KeyId == holders.KeyId;
        var isRenewed = !isUsable || holders.Addresses.Any(address => !present.ContainsKey(address));
        return new GroupStep(chat, readers, record, holders, isRenewed, isRenewed ? readers.Devices : lacking);
    }

    /// <summary>The key to send with: the one there is, or a new one that nobody has yet.</summary>
    public SenderKeyState Key()
    {
        if (!IsRenewed)
        {
            return Record.Current!;
        }

        var key = Record.Renew();
        Holders.Reset(key.KeyId);
        return key;
    }
}

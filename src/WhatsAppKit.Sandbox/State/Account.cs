using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.State;

/// <summary>A person with a phone number, a LID and devices; device 0 is the phone.</summary>
internal sealed class Account(string number, string lid)
{
    public string Number { get; } = number;

    public string Lid { get; } = lid;

    public Jid PhoneJid => Jid.FromPhoneNumber(Number);

    public Jid LidJid => new(Lid, JidServer.Lid);

    public uint RawId { get; init; }

    public int LastDevice { get; set; }

    public Dictionary<int, Device> Devices { get; } = [];

    /// <summary>Accounts that asked for this one's devices, and are told when they change.</summary>
    public HashSet<string> Watchers { get; } = [];

    /// <summary>The only people who may see its status updates; null for all its contacts, whom the server does not know.</summary>
    public IReadOnlyList<Jid>? StatusAudience { get; set; }

    /// <summary>True when <see cref="StatusAudience"/> names those contacts who may not see them.</summary>
    public bool IsStatusAudienceExcluded { get; set; }

    /// <summary>What its devices share, by collection.</summary>
    public Dictionary<string, SyncedCollection> Collections { get; } = [];

    /// <summary>Devices that are told when this account comes and goes, and the form they asked for it in.</summary>
    public Dictionary<Device, Jid> PresenceReaders { get; } = [];

    /// <summary>True while one of its devices says that somebody sits in front of it.</summary>
    public bool IsAvailable => Devices.Values.Any(device => device.IsAvailable);

    /// <summary>When it last came or went; null when it never did.</summary>
    public DateTimeOffset? LastSeen { get; set; }

    public bool HidesLastSeen
    {
        get => Privacy.GetValueOrDefault("last") == "none";
        set => Privacy["last"] = value ? "none" : "all";
    }

    /// <summary>Whether others may know what its owner has read.</summary>
    public bool TellsWhatIsRead
    {
        get => Privacy.GetValueOrDefault("readreceipts") != "none";
        set => Privacy["readreceipts"] = value ? "all" : "none";
    }

    /// <summary>What its owner chose to let others see and do, by category; what is absent was never chosen.</summary>
    public Dictionary<string, string> Privacy { get; } = [];

    /// <summary>How long messages stay in its new chats, in seconds; 0 for good.</summary>
    public long DefaultTimer { get; set; }

    /// <summary>What it sells; empty for people.</summary>
    public Catalog Catalog { get; } = new();

    /// <summary>What its owner shows and allows, stored by itself.</summary>
    public AccountProfile Profile { get; set; } = new();

    /// <summary>How often WhatsApp was installed anew on its phone.</summary>
    public int Installation { get; set; }

    /// <summary>This account's address in the same form as another one.</summary>
    public Jid InFormOf(Jid other, int device = 0) => (other.IsLid ? LidJid : PhoneJid).WithDevice(device);
}

using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Stanzas;
using WhatsAppKit.Sandbox.Strict;

namespace WhatsAppKit.Sandbox.State;

/// <summary>A device of an account: the keys the server holds for it, and what waits for it.</summary>
internal sealed class Device(Account account, int id)
{
    private DeviceConduct? _conduct;

    public Account Account { get; } = account;

    public int Id { get; } = id;

    public int KeyIndex { get; init; }

    public byte[] NoiseKey { get; init; } = [];

    public byte[] Identity { get; set; } = [];

    public byte[] Registration { get; set; } = [];

    public byte[] SignedPreKeyId { get; set; } = [];

    public byte[] SignedPreKey { get; set; } = [];

    public byte[] SignedPreKeySignature { get; set; } = [];

    public string PushName { get; set; } = "";

    /// <summary>One-time pre-keys, each handed out once.</summary>
    public Queue<(byte[] Id, byte[] Value)> PreKeys { get; } = new();

    /// <summary>Stanzas the device has not confirmed, in the order they came.</summary>
    public List<BinaryNode> Pending { get; } = [];

    /// <summary>Who speaks for the device now; null while it is away.</summary>
    public ISandboxClient? Client { get; set; }

    /// <summary>True once the connected device asked for what waits: from then on stanzas reach it at once.</summary>
    public bool IsActive { get; set; }

    /// <summary>True while the device says that somebody sits in front of it.</summary>
    public bool IsAvailable { get; set; }

    /// <summary>The last step of the device's queue: the next one follows it.</summary>
    public Task LastDelivery { get; set; } = Task.CompletedTask;

    /// <summary>The devices its status updates go to.</summary>
    public HashSet<Device> StatusReaders { get; } = [];

    /// <summary>The ids of messages taken from it lately, oldest first: a second one is not delivered again.</summary>
    public LinkedList<string> Taken { get; } = [];

    /// <summary>What the rules of the strict mode remember of it.</summary>
    public DeviceConduct Conduct => _conduct ??= new DeviceConduct();

    /// <summary>Its address as text.</summary>
    public string Name => Account.PhoneJid.WithDevice(Id).ToString();

    public Jid JidInFormOf(Jid other) => Account.InFormOf(other, Id);
}

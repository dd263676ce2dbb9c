using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Groups;

namespace WhatsAppKit.Sandbox.State;

/// <summary>A group as the server keeps it. Callers hold the directory's gate.</summary>
internal sealed class Group(string id, GroupAddressing addressing)
{
    public string Id { get; } = id;

    public Jid Jid => new(Id, JidServer.Group);

    public GroupAddressing Addressing { get; } = addressing;

    public string Mode => Addressing == GroupAddressing.Lid ? "lid" : "pn";

    public required string Subject { get; set; }

    public required long SubjectAt { get; set; }

    public required Account SubjectBy { get; set; }

    public required Account Creator { get; init; }

    public required long CreatedAt { get; init; }

    public GroupText? Description { get; set; }

    public Picture? Picture { get; set; }

    public GroupPolicy Policy { get; init; } = new();

    public GroupDoor Door { get; init; } = new();

    /// <summary>How often its members changed.</summary>
    public int Version { get; set; } = 1;

    public IEnumerable<Device> AdminDevices => Members.Where(member => member.IsAdmin).SelectMany(member => member.Account.Devices.Values);

    /// <summary>The members in the order they came in.</summary>
    public List<Member> Members { get; } = [];

    public Member? Find(Account account) => Members.Find(member => member.Account == account);

    /// <summary>Somebody's address in the group's form.</summary>
    public Jid AddressOf(Account account, int device = 0) =>
        (Addressing == GroupAddressing.Lid ? account.LidJid : account.PhoneJid).WithDevice(device);

    public Jid AddressOf(Device device) => AddressOf(device.Account, device.Id);

    /// <summary>Every device that a message to the group is for.</summary>
    public IEnumerable<Device> Devices => Members.SelectMany(member => member.Account.Devices.Values);
}

/// <summary>Somebody in a group.</summary>
internal sealed class Member(Account account, GroupRole role)
{
    public Account Account { get; } = account;

    public GroupRole Role { get; set; } = role;

    public bool IsAdmin => Role != GroupRole.Member;
}

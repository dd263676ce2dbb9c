using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.Core.Session.Devices;

namespace WhatsAppKit.Core.Tests.Session;

/// <summary>A session whose other end is the test: it answers queries, and keeps what was sent.</summary>
internal sealed class FakeSession : IWhatsAppSession
{
    private readonly Dictionary<Jid, DeviceCredentials> _devices = [];
    private readonly HashSet<Jid> _unlisted = [];
    private readonly Dictionary<Jid, Func<BinaryNode>> _groups = [];

    public List<BinaryNode> Sent { get; } = [];

    public List<BinaryNode> Queries { get; } = [];

    /// <summary>Runs before a query is answered.</summary>
    public Func<BinaryNode, Task>? OnQuery { get; set; }

    /// <summary>What the server says to each message.</summary>
    public Func<BinaryNode, BinaryNode> Ack { get; set; } = message => new BinaryNode("ack", [("class", "message"), ("id", message["id"])]);

    public int BundlesFetched => Queries.Count(query => query.Child("key") is not null);

    /// <summary>Adds a device whose bundle the server hands out, for its LID and for the phone number: 49 and the LID.</summary>
    public DeviceCredentials AddDevice(Jid device) =>
        _devices[device] = DeviceCredentials.Generate() with { LidJid = device, PhoneJid = Jid.FromPhoneNumber("49" + device.User, device.Device) };

    public void RemoveDevice(Jid device) => _devices.Remove(device);

    /// <summary>Drops a device from the lists; the server still hands out its keys.</summary>
    public void Unlist(Jid device) => _unlisted.Add(device);

    public void SetGroup(Jid group, Func<BinaryNode> describe) => _groups[group] = describe;

    public ValueTask SendAsync(BinaryNode node, CancellationToken cancellationToken)
    {
        Sent.Add(node);
        return ValueTask.CompletedTask;
    }

    public async Task<BinaryNode> QueryAsync(BinaryNode iq, CancellationToken cancellationToken)
    {
        Queries.Add(iq);
        if (OnQuery is { } hook)
        {
            await hook(iq);
        }

        return iq["xmlns"] switch
        {
            "encrypt" when iq.Child("key") is { } asked => new BinaryNode("iq", null, new BinaryNode("list", null, [.. asked.Children.Select(Bundle)])),
            "encrypt" => new BinaryNode("iq", [("type", "result")]),
            "usync" => Devices(iq.Child("usync")!.Child("list")!),
            "w:g2" => new BinaryNode("iq", null, _groups[iq.Jid("to")!.Value]()),
            _ => throw new InvalidOperationException($"No answer to {iq["xmlns"]}."),
        };
    }

    public Task<BinaryNode> SendAndAwaitAckAsync(BinaryNode message, CancellationToken cancellationToken)
    {
        Sent.Add(message);
        return Task.FromResult(Ack(message));
    }

    public void Handle(string tag, Func<BinaryNode, CancellationToken, ValueTask> handler)
    {
    }

    private BinaryNode Devices(BinaryNode list) => new("iq", null, new BinaryNode("usync", null, new BinaryNode(
        "list",
        null,
        [.. list.Children.Select(user => new BinaryNode("user", [("jid", user.Jid("jid"))], new BinaryNode("devices", null, new BinaryNode(
            "device-list",
            null,
            [.. _devices.Keys.Except(_unlisted).Where(device => device.User == user.Jid("jid")!.Value.User).Select(device =>
                new BinaryNode("device", [("id", device.Device.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("key-index", "1")]))]))))])));

    private BinaryNode Bundle(BinaryNode user)
    {
        var device = user.Jid("jid")!.Value;
        if (_devices.Values.FirstOrDefault(known => known.IsThisDevice(device)) is not { } keys)
        {
            return new BinaryNode("user", [("jid", device)], new BinaryNode("error", [("code", "404")]));
        }

        using var preKey = KeyPair.Generate();
        var offer = PreKeyNodes.Offer(keys, 1, preKey.PublicKey);
        return new BinaryNode(
            "user", [("jid", device)], [new BinaryNode("registration", null, PreKeyNodes.UInt32(keys.RegistrationId)), .. offer.Children]);
    }
}

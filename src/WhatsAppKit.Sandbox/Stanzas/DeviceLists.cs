using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Devices;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Device lists as clients are told them.</summary>
internal static class DeviceLists
{
    public static BinaryNode Node(Account account, TimeProvider time) =>
        new(
            "devices",
            null,
            new BinaryNode("device-list", [("hash", Hash(account, account.PhoneJid))], [.. account.Devices.Values.Select(Device)]),
            new BinaryNode("key-index-list", [("ts", Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds()))]));

    /// <summary>The hash of an account's devices, in the same form as another address.</summary>
    public static string Hash(Account account, Jid form) => ParticipantHash.Of(account.Devices.Keys.Select(id => account.InFormOf(form, id)));

    private static BinaryNode Device(Device device) =>
        new("device", [("id", Nodes.Text(device.Id)), ("key-index", device.Id == 0 ? null : Nodes.Text(device.KeyIndex))]);
}

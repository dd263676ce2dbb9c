using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Stanzas;

/// <summary>Device lists as clients are told them.</summary>
internal static class DeviceLists
{
    private const int HashLength = 6;

    public static BinaryNode Node(Account account, TimeProvider time) =>
        new(
            "devices",
            null,
            new BinaryNode("device-list", [("hash", Hash(account, account.PhoneJid))], [.. account.Devices.Values.Select(Device)]),
            new BinaryNode("key-index-list", [("ts", Nodes.Text(time.GetUtcNow().ToUnixTimeSeconds()))]));

    /// <summary>The first 6 bytes of SHA-256 over the sorted device addresses, as <c>2:</c> and base64.</summary>
    public static string Hash(Account account, Jid form)
    {
        var devices = account.Devices.Keys.Select(id => $"{account.InFormOf(form).User}.0:{id}@{form.Server}").Order(StringComparer.Ordinal);
        return "2:" + Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(devices))).AsSpan(0, HashLength));
    }

    private static BinaryNode Device(Device device) =>
        new("device", [("id", Nodes.Text(device.Id)), ("key-index", device.Id == 0 ? null : Nodes.Text(device.KeyIndex))]);
}

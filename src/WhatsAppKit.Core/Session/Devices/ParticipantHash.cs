using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Core.Session.Devices;

/// <summary>The hash by which sender and server compare device lists (<c>phash</c>, <c>dhash</c>).</summary>
internal static class ParticipantHash
{
    private const int HashLength = 6;

    /// <summary>The first 6 bytes of SHA-256 over the sorted <c>user.0:device@server</c>, as <c>2:</c> and base64.</summary>
    public static string Of(IEnumerable<Jid> devices)
    {
        var names = devices
            .Select(device => string.Create(CultureInfo.InvariantCulture, $"{device.User}.0:{device.Device}@{device.Server}"))
            .Order(StringComparer.Ordinal);
        return "2:" + Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(names))).AsSpan(0, HashLength));
    }
}

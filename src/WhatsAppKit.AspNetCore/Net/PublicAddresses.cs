using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace WhatsAppKit.AspNetCore.Net;

/// <summary>Tells addresses on the internet from those that lead inside: to this machine, its network, or its cloud.</summary>
internal static class PublicAddresses
{
    // IANA's special-purpose registries: nothing in them is a host on the internet.
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    // All of IPv6 that is handed out lies here; loopback, local, link and multicast addresses do not.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] InsideOfGlobal =
        [.. new[] { "2001::/23", "2001:db8::/32", "3fff::/20" }.Select(IPNetwork.Parse)];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static bool IsPublic(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Array.Exists(Inside, network => network.Contains(address));
        }

        // An IPv4 address in the dress of an IPv6 one leads where the IPv4 address does.
        return Embedded(address) is { } inner ? IsPublic(inner)
            : address.AddressFamily == AddressFamily.InterNetworkV6 && Global.Contains(address) && !Array.Exists(InsideOfGlobal, network => network.Contains(address));
    }

    private static IPAddress? Embedded(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return Nat64.Contains(address) ? IPv4(bytes.AsSpan(12, 4))
            : SixToFour.Contains(address) ? IPv4(bytes.AsSpan(2, 4))
            : null;
    }

    private static IPAddress IPv4(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReverseEndianness(BinaryPrimitives.ReadUInt32BigEndian(bytes)));
}

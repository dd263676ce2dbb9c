using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace WhatsAppKit.AspNetCore.Auth;

/// <summary>
/// Where a request comes from, as limits and records name it. Behind a proxy the application adds forwarded headers, as for everything else.
/// </summary>
internal sealed record ClientAddress(string Text)
{
    // Whoever has one IPv6 address has the 64 bits below it.
    private const int NetworkBytes = 8;
    private const int AddressBytes = 16;

    /// <summary>Called by the framework to bind a parameter of this type.</summary>
    public static ValueTask<ClientAddress?> BindAsync(HttpContext context) => ValueTask.FromResult<ClientAddress?>(new ClientAddress(Of(context)));

    public static string Of(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "local",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } address => Network(address),
        var address => address.ToString(),
    };

    private static string Network(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[AddressBytes];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WhatsAppKit.EndToEnd.Tests;

/// <summary>
/// Ports for servers that must be told theirs before they start, or keep it when they start again. They lie below those that a system gives to
/// outgoing connections: one of these could otherwise take the port while its server is away.
/// </summary>
internal static class FreePort
{
    private const int First = 15_000;
    private const int End = 30_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    public static int Take()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            if (IsFree(port) && Given.TryAdd(port, true))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}

using System.Collections.Frozen;
using static WhatsAppKit.Core.ConnectionState;

namespace WhatsAppKit.Core;

/// <summary>Which state may follow which: the one table.</summary>
internal static class ConnectionTransitions
{
    private static readonly FrozenDictionary<ConnectionState, ConnectionState[]> Table =
        new Dictionary<ConnectionState, ConnectionState[]>
        {
            [Disconnected] = [Connecting],
            [Connecting] =
                [AwaitingScan, Connected, Reconnecting, Disconnected, ForceDisconnected, LoggedOut, Replaced, Banned, ClientOutdated, Failed],
            [AwaitingScan] =
                [AwaitingScan, Connecting, Reconnecting, Disconnected, ForceDisconnected, LoggedOut, Replaced, Banned, ClientOutdated, Failed],
            [Connected] =
                [Reconnecting, Disconnected, LoggedOut, Replaced, Banned, ClientOutdated, Failed],
            [Reconnecting] = [Connecting, Disconnected],
            [ForceDisconnected] = [Connecting, Disconnected],
            [LoggedOut] = [Connecting, Disconnected],
            [Replaced] = [Connecting, Disconnected],
            [Banned] = [Connecting, Disconnected],
            [ClientOutdated] = [Connecting, Disconnected],
            [Failed] = [Connecting, Disconnected],
        }.ToFrozenDictionary();

    public static IReadOnlyDictionary<ConnectionState, ConnectionState[]> All => Table;

    public static bool Allows(ConnectionState from, ConnectionState to) => Array.IndexOf(Table[from], to) >= 0;
}

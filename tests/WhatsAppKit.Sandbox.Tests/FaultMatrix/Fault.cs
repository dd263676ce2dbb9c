using System.Net.WebSockets;
using WhatsAppKit.Core;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Listener;

namespace WhatsAppKit.Sandbox.Tests.FaultMatrix;

/// <summary>Something that goes wrong on a connection, and how the connection must end of it.</summary>
/// <param name="Name">What it is, in the names of the tests.</param>
/// <param name="Inflict">Makes it happen on the server's side of a connection.</param>
/// <param name="End">How the connection ends; null when it must survive.</param>
internal sealed record Fault(string Name, Func<FaultScene, ClientConnection, Task> Inflict, ConnectionEnd? End)
{
    /// <summary>True when a request that was under way may time out of it, and a login with it.</summary>
    public bool MayTimeOut { get; init; }

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("drop", (_, connection) => Done(connection.Abort), ConnectionEnd.WorkFailed("reader")),
        .. new[] { 1000, 1001, 1002, 1008, 1011, 1012, 4000 }.Select(Close),
        new("half-open socket", (scene, _) => Done(() => scene.Sandbox.Faults.IsSilent = true), ConnectionEnd.NoAnswer),
        new("slow server", (scene, _) => scene.SlowDownAsync(), null),
        new("clock jump", (scene, _) => Done(() => scene.Time.Advance(TimeSpan.FromHours(1))), null) { MayTimeOut = true },
        new("corrupt frame", (_, connection) => connection.InjectAsync(new byte[40], isSealed: false).AsTask(), ConnectionEnd.WorkFailed("reader")),
        new("unreadable stanza", (_, connection) => connection.InjectAsync(new byte[] { 0, 255, 255, 255 }, isSealed: true).AsTask(), null),
        .. CloseReasons.All.Where(row => row.Source == CloseSource.StreamError).Select(row => Farewell("stream error ", row, StreamError(row.Key))),
        .. CloseReasons.All.Where(row => row.Source == CloseSource.Failure).Select(row => Farewell("failure ", row, Failure(row.Key))),
    ];

    public override string ToString() => Name;

    public static BinaryNode StreamError(string key) => key.Split("conflict type=") switch
    {
        [_, var type] => new BinaryNode("stream:error", null, new BinaryNode("conflict", [("type", type)])),
        [var code] when char.IsAsciiDigit(code[0]) => new BinaryNode("stream:error", [("code", code)]),
        [var child] => new BinaryNode("stream:error", null, new BinaryNode(child)),
        _ => throw new ArgumentException("Not a stream error.", nameof(key)),
    };

    private static BinaryNode Failure(string key)
    {
        var parts = key.Split(" code=");
        return new BinaryNode("failure", [("reason", parts[0]), ("code", parts.Length > 1 ? parts[1] : null)]);
    }

    private static Fault Close(int status) =>
        new($"close {status}", (_, connection) => connection.CloseAsync((WebSocketCloseStatus)status), ConnectionEnd.ClosedByServer);

    private static Fault Farewell(string kind, CloseReason row, BinaryNode farewell) =>
        new(kind + row.Key, (_, connection) => connection.CloseAsync(farewell).AsTask(), row.End);

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}

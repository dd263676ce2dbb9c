using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Listener;
using WhatsAppKit.Sandbox.Stanzas;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Faults;

/// <summary>Makes things go wrong for one linked device: on its line, with its messages, with its account.</summary>
public sealed class DeviceFaults
{
    private const int MaxStorm = 100_000;

    private readonly SandboxCore _core;
    private readonly Device _device;

    internal DeviceFaults(SandboxCore core, Device device)
    {
        _core = core;
        _device = device;
    }

    private DeliveryFaults Faults => _core.Server.Faults;

    private Jid Address => _device.Account.PhoneJid.WithDevice(_device.Id);

    /// <summary>The next message for the device is lost on the way: it comes after the next login.</summary>
    public void LoseNextMessage() => Faults.DropNext(Address);

    /// <summary>The next message for the device arrives twice.</summary>
    public void RepeatNextMessage() => Faults.DuplicateNext(Address);

    /// <summary>The next message for the device cannot be decrypted.</summary>
    public void DamageNextMessage() => Faults.CorruptNext(Address);

    /// <summary>Keeps the next messages for the device back, to be let go later or in another order.</summary>
    /// <param name="count">How many.</param>
    public HeldStanzas HoldMessages(int count = 1) => Faults.Lines.Hold(_device, count, stanza => stanza.Tag == "message");

    /// <summary>The server takes the next messages of the device, and its answers are kept back.</summary>
    /// <param name="count">How many.</param>
    public HeldStanzas HoldAcks(int count = 1) => Faults.Lines.Hold(_device, count, IsAck);

    /// <summary>The server takes the next message of the device, and its answer is lost.</summary>
    public void LoseNextAck() => Faults.Lines.Lose(_device, IsAck);

    /// <summary>The next message the device sends is refused.</summary>
    /// <param name="code">The server's code, such as 463.</param>
    public void RefuseNextMessage(int code) => Faults.RefuseNext(Address, code);

    /// <summary>True: the connection stays open, but the server neither hears nor answers what the device says.</summary>
    /// <param name="isSilent">False to hear again.</param>
    public void GoSilent(bool isSilent = true) => Faults.Lines.Silence(_device, isSilent);

    /// <summary>Cuts the connection without a word.</summary>
    /// <exception cref="InvalidOperationException">The device is not connected.</exception>
    public void CutLine() => Connection().Abort();

    /// <summary>Sends a frame that cannot be decrypted.</summary>
    /// <exception cref="InvalidOperationException">The device is not connected.</exception>
    public Task DamageFrameAsync() => Connection().InjectAsync(RandomNumberGenerator.GetBytes(40), isSealed: false).AsTask();

    /// <summary>Ends the connection with <c>stream:error</c>.</summary>
    /// <param name="error">A code such as <c>503</c> or <c>515</c>, <c>replaced</c> or <c>device_removed</c>, or the name of an error such as <c>ack</c>.</param>
    /// <exception cref="InvalidOperationException">The device is not connected.</exception>
    public Task EndStreamAsync(string error)
    {
        ArgumentException.ThrowIfNullOrEmpty(error);
        return Connection().CloseAsync(error switch
        {
            "replaced" or "device_removed" => new BinaryNode("stream:error", null, new BinaryNode("conflict", [("type", error)])),
            _ when error.All(char.IsAsciiDigit) => new BinaryNode("stream:error", [("code", error)]),
            _ => new BinaryNode("stream:error", null, new BinaryNode(error)),
        }).AsTask();
    }

    /// <summary>Ends the connection with <c>failure</c>, as the server does with a login that it refuses.</summary>
    /// <param name="reason">Why, such as 401 logged out, 402 banned for a while, 405 outdated, 503 not available.</param>
    /// <param name="code">What a ban is for, such as 101; null for none.</param>
    /// <param name="expires">How long a ban lasts; null when that is not told.</param>
    /// <exception cref="InvalidOperationException">The device is not connected.</exception>
    public Task FailAsync(int reason, int? code = null, TimeSpan? expires = null) => Connection().CloseAsync(new BinaryNode(
        "failure",
        [
            ("reason", Nodes.Text(reason)),
            ("location", "sbx"),
            ("code", code is { } number ? Nodes.Text(number) : null),
            ("expire", expires is { } time ? Nodes.Text((long)time.TotalSeconds) : null),
        ])).AsTask();

    /// <summary>Restricts the account: it may not begin chats. The device is told, and its next message refused with 463.</summary>
    /// <param name="until">When the restriction ends; null when that is not told.</param>
    public async Task RestrictAsync(DateTimeOffset? until = null)
    {
        var ends = until is { } time ? $",\"time_enforcement_ends\":\"{Nodes.Text(time.ToUnixTimeSeconds())}\"" : "";
        var json = $"{{\"data\":{{\"xwa2_notify_account_reachout_timelock\":{{\"is_active\":true,\"enforcement_type\":\"DEFAULT\"{ends}}}}}}}";
        await _core.Server.Delivery.DeliverAsync(_device, new BinaryNode(
            "notification",
            [("from", Jid.WhatsAppServer), ("type", "mex"), ("id", Nodes.NewId()), ("t", Now())],
            new BinaryNode("update", [("op_name", "NotificationUserReachoutTimelockUpdate")], Encoding.UTF8.GetBytes(json)))).ConfigureAwait(false);
        RefuseNextMessage(463);
    }

    /// <summary>Uses up the one-time keys that the server holds for the device, as many first messages of others would.</summary>
    public void ExhaustPreKeys()
    {
        lock (_core.Accounts.Gate)
        {
            _device.PreKeys.Clear();
        }
    }

    /// <summary>Pushes many notifications at once. The device must answer each.</summary>
    /// <param name="count">How many, at most 100,000.</param>
    public async Task StormAsync(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxStorm);
        for (var i = 0; i < count; i++)
        {
            await _core.Server.Delivery.DeliverAsync(_device, new BinaryNode(
                "notification",
                [("from", Jid.WhatsAppServer), ("type", "account_sync"), ("id", Nodes.NewId()), ("t", Now())],
                new BinaryNode("disappearing_mode", [("duration", "0"), ("t", Now())]))).ConfigureAwait(false);
        }
    }

    private static bool IsAck(BinaryNode stanza) => stanza.Tag == "ack" && stanza["class"] == "message";

    private string Now() => Nodes.Text(_core.Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds());

    private ClientConnection Connection()
    {
        lock (_core.Accounts.Gate)
        {
            return _device.Client as ClientConnection ?? throw new InvalidOperationException("The device is not connected.");
        }
    }
}

using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Listener;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Faults;

/// <summary>What a test makes go wrong on the way. Without a test nothing does.</summary>
internal sealed class DeliveryFaults
{
    private readonly List<(Jid Device, string Tag, Func<BinaryNode, IReadOnlyList<BinaryNode>> Change)> _once = [];
    private readonly List<(Jid Device, int Code)> _refusals = [];
    private readonly Lock _gate = new();

    /// <summary>Decides what reaches a device instead of a stanza; what does not reach it stays in its queue on the server.</summary>
    public Func<Device, BinaryNode, IReadOnlyList<BinaryNode>>? Delivering { get; set; }

    /// <summary>Sees every message a device sends, before anything is done with it.</summary>
    public Action<Device, BinaryNode>? Sending { get; set; }

    /// <summary>Sees every question a device asks, before it is answered.</summary>
    public Action<Device, BinaryNode>? Asking { get; set; }

    /// <summary>Sees every stanza of a connection before the server does, which waits for it; false lets it disappear.</summary>
    public Func<ClientConnection, BinaryNode, Task<bool>>? Reading { get; set; }

    /// <summary>Sees every request with its answer.</summary>
    public Action<Device, BinaryNode, BinaryNode>? Answered { get; set; }

    /// <summary>What goes wrong with the app state.</summary>
    public AppStateFaults AppState { get; } = new();

    /// <summary>What goes wrong on the lines of single devices.</summary>
    public LineFaults Lines { get; } = new();

    /// <summary>True: connections stay open, but the server neither hears nor answers what comes, as on a line that is dead half way.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The next message for that device is lost on the way.</summary>
    public void DropNext(Jid device) => Once(device, "message", _ => []);

    /// <summary>The next message for that device arrives twice.</summary>
    public void DuplicateNext(Jid device) => Once(device, "message", stanza => [stanza, stanza]);

    /// <summary>In the next message for that device every ciphertext is damaged.</summary>
    public void CorruptNext(Jid device) => Once(device, "message", stanza => [Corrupted(stanza)]);

    /// <summary>The next message that device sends is refused with a code.</summary>
    public void RefuseNext(Jid device, int code)
    {
        lock (_gate)
        {
            _refusals.Add((device, code));
        }
    }

    public int? RefusalOf(Device sender)
    {
        lock (_gate)
        {
            var at = _refusals.FindIndex(refusal => refusal.Device == sender.Account.InFormOf(refusal.Device, sender.Id));
            if (at < 0)
            {
                return null;
            }

            var code = _refusals[at].Code;
            _refusals.RemoveAt(at);
            return code;
        }
    }

    public IReadOnlyList<BinaryNode> Apply(Device device, BinaryNode stanza)
    {
        Func<BinaryNode, IReadOnlyList<BinaryNode>>? change = null;
        lock (_gate)
        {
            var at = _once.FindIndex(once => once.Tag == stanza.Tag && once.Device == device.Account.InFormOf(once.Device, device.Id));
            if (at >= 0)
            {
                change = _once[at].Change;
                _once.RemoveAt(at);
            }
        }

        return change?.Invoke(stanza) ?? Delivering?.Invoke(device, stanza) ?? [stanza];
    }

    private void Once(Jid device, string tag, Func<BinaryNode, IReadOnlyList<BinaryNode>> change)
    {
        lock (_gate)
        {
            _once.Add((device, tag, change));
        }
    }

    private static BinaryNode Corrupted(BinaryNode stanza) =>
        new(stanza.Tag, [.. stanza.Attributes], [.. stanza.Children.Select(child => child.Tag == "enc" ? Flipped(child) : child)]);

    private static BinaryNode Flipped(BinaryNode enc)
    {
        var bytes = enc.Bytes.ToArray();
        bytes[^1] ^= 1;
        return new BinaryNode(enc.Tag, [.. enc.Attributes], bytes);
    }
}

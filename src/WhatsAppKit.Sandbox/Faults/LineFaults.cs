using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Listener;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Faults;

/// <summary>What goes wrong on the lines of single devices: stanzas that are kept back or lost, and lines that are dead half way.</summary>
internal sealed class LineFaults
{
    private readonly List<(Device Device, Func<BinaryNode, bool> Fits, HeldStanzas? Holder)> _once = [];
    private readonly HashSet<Device> _silent = [];
    private readonly Lock _gate = new();

    // Looked at for every stanza: without faults there is no lock to take.
    private volatile bool _isAny;

    /// <summary>Keeps back what fits until the holder has enough.</summary>
    public HeldStanzas Hold(Device device, int count, Func<BinaryNode, bool> fits)
    {
        var holder = new HeldStanzas(count);
        Add(device, fits, holder);
        return holder;
    }

    /// <summary>Loses the next stanza that fits.</summary>
    public void Lose(Device device, Func<BinaryNode, bool> fits) => Add(device, fits, null);

    /// <summary>Makes a device's line deaf, or lets the server hear again.</summary>
    public void Silence(Device device, bool isSilent)
    {
        lock (_gate)
        {
            _ = isSilent ? _silent.Add(device) : _silent.Remove(device);
            _isAny = _silent.Count + _once.Count > 0;
        }
    }

    public bool IsSilent(Device? device)
    {
        if (!_isAny || device is null)
        {
            return false;
        }

        lock (_gate)
        {
            return _silent.Contains(device);
        }
    }

    /// <summary>True when a stanza must not go out now.</summary>
    public bool Stops(ClientConnection connection, BinaryNode stanza)
    {
        if (!_isAny || connection.Device is not { } device)
        {
            return false;
        }

        lock (_gate)
        {
            var at = _once.FindIndex(once => once.Device == device && once.Fits(stanza));
            if (at < 0)
            {
                return false;
            }

            if (_once[at].Holder is { } holder && holder.TryHold(connection, stanza) && !holder.WhenFullAsync().IsCompleted)
            {
                return true;
            }

            _once.RemoveAt(at);
            _isAny = _silent.Count + _once.Count > 0;
            return true;
        }
    }

    private void Add(Device device, Func<BinaryNode, bool> fits, HeldStanzas? holder)
    {
        lock (_gate)
        {
            _once.Add((device, fits, holder));
            _isAny = true;
        }
    }
}

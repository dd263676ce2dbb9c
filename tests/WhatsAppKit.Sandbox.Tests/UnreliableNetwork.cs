using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>
/// Loses, repeats, delays and reorders what the server delivers, by chance from a seed. What is lost stays in the server's
/// queue, as with a connection that breaks; only devices that connect again can lose something.
/// </summary>
internal sealed class UnreliableNetwork(WhatsAppSandbox sandbox, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<(Device Device, BinaryNode Stanza)> _held = [];
    private readonly Lock _gate = new();

    public int Lost { get; private set; }

    public int Repeated { get; private set; }

    public int Held { get; private set; }

    public void Start() => sandbox.Faults.Delivering = Deliver;

    public void Stop() => sandbox.Faults.Delivering = null;

    /// <summary>A number below the limit from the same seed.</summary>
    public int Next(int limit)
    {
        lock (_gate)
        {
            return _random.Next(limit);
        }
    }

    /// <summary>Lets what was held back go on, in any order.</summary>
    public async Task ReleaseAsync()
    {
        (Device Device, BinaryNode Stanza)[] released;
        lock (_gate)
        {
            released = [.. _held];
            _held.Clear();
            _random.Shuffle(released);
        }

        foreach (var (device, stanza) in released)
        {
            await sandbox.Core.Server.Delivery.SendHeldAsync(device, stanza);
        }
    }

    private IReadOnlyList<BinaryNode> Deliver(Device device, BinaryNode stanza)
    {
        lock (_gate)
        {
            switch (_random.Next(20))
            {
                case 0 when device.Id > 0:
                    Lost++;
                    return [];
                case 1:
                    Repeated++;
                    return [stanza, stanza];
                case 2 or 3 or 4:
                    Held++;
                    _held.Add((device, stanza));
                    return [];
                default:
                    return [stanza];
            }
        }
    }
}

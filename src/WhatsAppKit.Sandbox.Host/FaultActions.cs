using System.Collections.Concurrent;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Faults;

namespace WhatsAppKit.Sandbox.Host;

/// <summary>Makes happen to a device what a request says.</summary>
internal sealed class FaultActions(WhatsAppSandbox sandbox)
{
    private const int Forbidden = 463;

    // What is kept back for each device, until it is let go.
    private readonly ConcurrentDictionary<Jid, ConcurrentQueue<HeldStanzas>> _held = new();

    /// <exception cref="ArgumentException">There is no such device, or the request does not say what is needed.</exception>
    public Task DoAsync(Jid device, DeviceFault fault)
    {
        var faults = sandbox.FaultsOf(device);
        return fault.Kind switch
        {
            "lose-message" => Done(faults.LoseNextMessage),
            "repeat-message" => Done(faults.RepeatNextMessage),
            "damage-message" => Done(faults.DamageNextMessage),
            "lose-ack" => Done(faults.LoseNextAck),
            "hold-messages" => Done(() => Keep(device, faults.HoldMessages(fault.Count ?? 1))),
            "hold-acks" => Done(() => Keep(device, faults.HoldAcks(fault.Count ?? 1))),
            "release" => ReleaseAsync(device, isReversed: false),
            "release-reversed" => ReleaseAsync(device, isReversed: true),
            "refuse" => Done(() => faults.RefuseNextMessage(fault.Code ?? Forbidden)),
            "silent" => Done(() => faults.GoSilent()),
            "hears" => Done(() => faults.GoSilent(false)),
            "cut" => Done(faults.CutLine),
            "exhaust-pre-keys" => Done(faults.ExhaustPreKeys),
            "damage-frame" => faults.DamageFrameAsync(),
            "stream-error" => faults.EndStreamAsync(fault.Error ?? "503"),
            "failure" => faults.FailAsync(fault.Code ?? 503, fault.Ban, fault.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
            "restrict" => faults.RestrictAsync(fault.Until),
            "storm" => faults.StormAsync(fault.Count ?? 100),
            "remove" => sandbox.RemoveDeviceAsync(device),
            _ => throw new ArgumentException("This kind of fault is not known."),
        };
    }

    private void Keep(Jid device, HeldStanzas held) => _held.GetOrAdd(device, _ => new ConcurrentQueue<HeldStanzas>()).Enqueue(held);

    private async Task ReleaseAsync(Jid device, bool isReversed)
    {
        if (_held.TryGetValue(device, out var queue))
        {
            while (queue.TryDequeue(out var held))
            {
                await held.ReleaseAsync(isReversed).ConfigureAwait(false);
            }
        }
    }

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}

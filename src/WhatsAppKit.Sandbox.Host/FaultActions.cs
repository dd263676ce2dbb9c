using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.Host;

/// <summary>Makes happen to a device what a request says.</summary>
internal static class FaultActions
{
    private const int Forbidden = 463;

    /// <exception cref="ArgumentException">There is no such device, or the request does not say what is needed.</exception>
    public static Task DoAsync(WhatsAppSandbox sandbox, Jid device, DeviceFault fault)
    {
        var faults = sandbox.FaultsOf(device);
        return fault.Kind switch
        {
            "lose-message" => Done(faults.LoseNextMessage),
            "repeat-message" => Done(faults.RepeatNextMessage),
            "damage-message" => Done(faults.DamageNextMessage),
            "lose-ack" => Done(faults.LoseNextAck),
            "refuse" => Done(() => faults.RefuseNextMessage(fault.Code ?? Forbidden)),
            "silent" => Done(() => faults.GoSilent()),
            "hears" => Done(() => faults.GoSilent(false)),
            "cut" => Done(faults.CutLine),
            "exhaust-pre-keys" => Done(faults.ExhaustPreKeys),
            "damage-frame" => faults.DamageFrameAsync(),
            "stream-error" => faults.EndStreamAsync(fault.Error ?? "503"),
            "failure" => faults.FailAsync(fault.Code ?? 503),
            "restrict" => faults.RestrictAsync(fault.Until),
            "storm" => faults.StormAsync(fault.Count ?? 100),
            "remove" => sandbox.RemoveDeviceAsync(device),
            _ => throw new ArgumentException("This kind of fault is not known."),
        };
    }

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}

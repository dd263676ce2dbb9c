using WhatsAppKit.Core.Protobuf;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Faults;

/// <summary>What a test makes of the app state that devices are shown, by device and collection. Without a test it is genuine.</summary>
internal sealed class AppStateFaults
{
    /// <summary>Changes a copy of a patch before a device gets it.</summary>
    public Action<Device, string, SyncdPatch>? Patch { get; set; }

    /// <summary>Changes a copy of a snapshot before a device gets it.</summary>
    public Action<Device, string, SyncdSnapshot>? Snapshot { get; set; }

    /// <summary>Runs before a device's change is looked at.</summary>
    public Func<Device, string, Task>? Uploading { get; set; }

    /// <summary>Refuses what a device asks about a collection, with a code; null lets it pass.</summary>
    public Func<Device, string, int?>? Refusing { get; set; }

    /// <summary>How many patches one answer holds at most.</summary>
    public int PatchesPerAnswer { get; set; } = 20;

    /// <summary>How many records a patch may have to travel in the stanza.</summary>
    public int RecordsInStanza { get; set; } = 50;
}

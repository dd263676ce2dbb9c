using WhatsAppKit.Core.Groups;
using WhatsAppKit.Core.Storage;
using WhatsAppKit.Sandbox.Faults;

namespace WhatsAppKit.Sandbox;

/// <summary>How a sandbox behaves.</summary>
public sealed record SandboxOptions
{
    /// <summary>The store that keeps accounts and phones over a restart. Default: memory, gone with the sandbox.</summary>
    public ISessionStore? Store { get; init; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What goes wrong on purpose. Default: nothing.</summary>
    internal SandboxFaults Faults { get; init; } = new();

    /// <summary>
    /// Whether stanzas of clients are checked against the rules that WhatsApp's own clients keep. What does not hold is
    /// reported as <see cref="WhatsAppSandbox.Violations"/>; nothing is refused because of it. Default: true.
    /// </summary>
    public bool IsStrict { get; init; } = true;

    /// <summary>How many references a connection that wants to pair is given. Default: 6, as WhatsApp gives.</summary>
    public int QrReferences { get; init; } = 6;

    /// <summary>How the members of new groups are addressed. Default: by LID, as in the groups WhatsApp makes now.</summary>
    public GroupAddressing GroupAddressing { get; init; } = GroupAddressing.Lid;
}

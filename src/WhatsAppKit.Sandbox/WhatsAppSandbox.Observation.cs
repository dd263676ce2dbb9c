using WhatsAppKit.Sandbox.Observation;

namespace WhatsAppKit.Sandbox;

/// <content>What the sandbox noticed about its clients.</content>
public sealed partial class WhatsAppSandbox
{
    /// <summary>The first stanzas that nothing here knew an answer to, oldest first: gaps of the sandbox, or mistakes of a client. At most 1,000.</summary>
    public IReadOnlyList<UnhandledStanza> UnhandledStanzas => _core.Observer.Unhandled;

    /// <summary>
    /// The first stanzas that WhatsApp's own clients would not have sent like this, oldest first. At most 1,000; empty unless
    /// <see cref="SandboxOptions.IsStrict"/>.
    /// </summary>
    public IReadOnlyList<Violation> Violations => _core.Observer.Violations;

    /// <summary>What connected devices have not answered yet: messages without a receipt, everything else without an ack.</summary>
    public IReadOnlyList<string> OwedAnswers()
    {
        State.Device[] devices;
        lock (_core.Accounts.Gate)
        {
            devices = [.. _core.Accounts.All.SelectMany(account => account.Devices.Values).Where(device => device.Client is Listener.ClientConnection)];
        }

        return [.. devices.SelectMany(device => device.Conduct.Open().Select(stanza => $"{device.Name} owes an answer to {StanzaText.Of(stanza)}"))];
    }

    /// <summary>Forgets what was noticed so far: unhandled stanzas and violations.</summary>
    public void ClearFindings() => _core.Observer.Clear();

    /// <summary>Records every stanza of every connection from now on. A recording that was running ends.</summary>
    public StanzaRecorder Record() => _core.Observer.Record();
}

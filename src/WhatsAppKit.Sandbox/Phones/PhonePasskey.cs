namespace WhatsAppKit.Sandbox.Phones;

/// <summary>What the phone's owner set up against strangers who pair devices: a passkey that a new device must show.</summary>
public sealed class PhonePasskey
{
    private volatile SandboxPasskey? _demanded;
    private volatile string? _code;

    /// <summary>The passkey that a device must show before it is linked; null, the default, when none is needed.</summary>
    public SandboxPasskey? Demanded
    {
        get => _demanded;
        set => _demanded = value;
    }

    /// <summary>How long a device is told that it may take. Default: 10 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The code the phone shows, to be compared with the device's; null until the device has opened its commitment.</summary>
    public string? Code
    {
        get => _code;
        internal set => _code = value;
    }
}

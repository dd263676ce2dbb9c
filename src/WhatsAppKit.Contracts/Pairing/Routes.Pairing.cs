namespace WhatsAppKit.Contracts;

public static partial class Routes
{
    /// <summary>The QR code an instance shows now: as JSON, or by <c>Accept</c> as <c>image/png</c> or <c>image/svg+xml</c>.</summary>
    public const string InstanceQr = Instance + "/qr";

    /// <summary>Asks for a code that pairs an instance when it is typed on a phone.</summary>
    public const string InstancePairingCode = Instance + "/pairing-code";

    /// <summary>The passkey that is asked for (GET), and its answer (POST).</summary>
    public const string InstancePasskey = Instance + "/passkey";

    /// <summary>Says whether the phone shows the same code.</summary>
    public const string ConfirmInstancePasskey = InstancePasskey + "/confirm";
}

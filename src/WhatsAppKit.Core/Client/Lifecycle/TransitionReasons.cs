namespace WhatsAppKit.Core;

/// <summary>The stable words for transitions that are no end of a connection; for those see <see cref="CloseReasons"/>.</summary>
internal static class TransitionReasons
{
    public const string ConnectRequested = "connect-requested";
    public const string ResumeRequested = "resume-requested";
    public const string NextAttempt = "next-attempt";
    public const string QrShown = "qr-shown";
    public const string PairingCodeShown = "pairing-code-shown";
    public const string AwaitingTypedCode = "awaiting-typed-code";
    public const string PasskeyRequested = "passkey-requested";
    public const string PasskeyCodeShown = "passkey-code-shown";
    public const string Paired = "paired";
    public const string LoggedIn = "logged-in";

    public static IReadOnlyList<(string Reason, string Meaning)> All { get; } =
    [
        (ConnectRequested, "somebody asked to connect; the count of QR codes begins anew"),
        (ResumeRequested, "a paired device connects after a restart, without being asked"),
        (NextAttempt, "the pause before the next attempt is over"),
        (QrShown, "a QR code, or the next one, is shown"),
        (PairingCodeShown, "a code to type on the phone is shown, or is no longer good"),
        (AwaitingTypedCode, "the last QR code has expired, and a code to type is still good"),
        (PasskeyRequested, "a phone has scanned, or a code was typed, and the server asks for a passkey, or for another answer of it"),
        (PasskeyCodeShown, "device and phone have agreed after the passkey, and both show a code to compare"),
        (Paired, "a phone has scanned; the server ends the connection and the device logs in on the next one"),
        (LoggedIn, "the login is complete, and the server delivers"),
    ];
}

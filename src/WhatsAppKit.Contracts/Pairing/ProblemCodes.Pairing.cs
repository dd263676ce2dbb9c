namespace WhatsAppKit.Contracts;

public static partial class ProblemCodes
{
    /// <summary>409: there is no QR code now.</summary>
    public const string QrNotAvailable = "qr-not-available";

    /// <summary>409: there can be no pairing code now; <c>detail</c> says why.</summary>
    public const string PairingCodeNotAvailable = "pairing-code-not-available";

    /// <summary>429: too many codes were asked for with this phone number.</summary>
    public const string PairingCodeLimit = "pairing-code-limit-reached";

    /// <summary>409: nobody asks for a passkey now, or there is no code to compare yet.</summary>
    public const string PasskeyNotAwaited = "passkey-not-awaited";

    /// <summary>422: WhatsApp did not take the passkey's answer or its confirmation; it may be tried again.</summary>
    public const string PasskeyRefused = "passkey-refused";

    /// <summary>409: the same is under way already.</summary>
    public const string UnderWay = "under-way";

    /// <summary>406: the answer exists in none of the forms that <c>Accept</c> names.</summary>
    public const string NotAcceptable = "not-acceptable";
}

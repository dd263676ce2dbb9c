using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Pairing.Passkey;

namespace WhatsAppKit.Core;

/// <summary>A snapshot of one connection.</summary>
public sealed record ConnectionStatus
{
    /// <summary>Where the connection stands.</summary>
    public required ConnectionState State { get; init; }

    /// <summary>When <see cref="State"/> was entered.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>
    /// The code to scan now; only in <see cref="ConnectionState.AwaitingScan"/>. Null there when all were shown and a
    /// <see cref="PairingCode"/> still waits, and from a scan on while a passkey proves the pairing.
    /// </summary>
    public QrCode? Qr { get; init; }

    /// <summary>
    /// The code to type now; only in <see cref="ConnectionState.AwaitingScan"/>, after one was asked for and until a phone has
    /// used it. It stands beside <see cref="Qr"/>: either pairs the device.
    /// </summary>
    public PairingCode? PairingCode { get; init; }

    /// <summary>
    /// The passkey the server asks for; only in <see cref="ConnectionState.AwaitingScan"/>, after a scan or a typed code. Both codes
    /// are gone then. It stays, and may be answered again, until there is a <see cref="PasskeyConfirmation"/>.
    /// </summary>
    public PasskeyRequest? Passkey { get; init; }

    /// <summary>The code to compare with the phone's; only in <see cref="ConnectionState.AwaitingScan"/>, after a passkey was answered.</summary>
    public PasskeyConfirmation? PasskeyConfirmation { get; init; }

    /// <summary>How many QR codes the current connect request has shown, from 0.</summary>
    public int QrAttempt { get; init; }

    /// <summary>How many QR codes one connect request may show.</summary>
    public int MaxQrAttempts { get; init; } = WhatsAppClientOptions.DefaultMaxQrAttempts;

    /// <summary>The account's phone-number JID with this device's number; null while unpaired.</summary>
    public Jid? PhoneJid { get; init; }

    /// <summary>The account's LID with this device's number; null while unpaired.</summary>
    public Jid? LidJid { get; init; }

    /// <summary>A stable word for why the connection is not up, such as <c>logged-out</c> or <c>server-503</c>; null while all is well.</summary>
    public string? Error { get; init; }

    /// <summary>When the next attempt happens, or a ban ends, as far as known.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}

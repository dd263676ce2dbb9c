namespace WhatsAppKit.Core.Pairing;

/// <summary>Why no pairing code can be had now.</summary>
public enum PairingCodeError
{
    /// <summary>The client shows no QR code: it is not connecting, or the server has not asked it to pair yet.</summary>
    NotAwaitingScan,

    /// <summary>The device is linked to an account already.</summary>
    AlreadyPaired,

    /// <summary>Another request for a code is under way.</summary>
    RequestUnderWay,
}

/// <summary>A pairing code was asked for at a time when there can be none.</summary>
public sealed class PairingCodeException : WhatsAppException
{
    internal PairingCodeException(PairingCodeError error)
        : base(error switch
        {
            PairingCodeError.AlreadyPaired => "The device is linked already; it needs no pairing code.",
            PairingCodeError.RequestUnderWay => "Another pairing code is being asked for.",
            _ => "A pairing code can only be had while the client waits for a scan.",
        }) => Error = error;

    /// <summary>Why there is no code.</summary>
    public PairingCodeError Error { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Error != PairingCodeError.AlreadyPaired;
}

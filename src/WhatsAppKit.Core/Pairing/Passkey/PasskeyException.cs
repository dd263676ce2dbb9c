namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>Which part of pairing with a passkey failed.</summary>
public enum PasskeyError
{
    /// <summary>The server asks for a passkey, but not in a form that can be read. The QR code stays as it was.</summary>
    Request,

    /// <summary>The server did not take the answer of the passkey; another may be tried.</summary>
    Prologue,

    /// <summary>What the phone sent after it is not acceptable; the passkey may be asked again.</summary>
    Continuation,

    /// <summary>The server did not take the confirmation; it may be repeated.</summary>
    Confirmation,

    /// <summary>Nobody asks for a passkey now.</summary>
    NotRequested,

    /// <summary>There is no code to compare yet.</summary>
    NothingToConfirm,

    /// <summary>The same call is under way.</summary>
    UnderWay,
}

/// <summary>Pairing with a passkey failed, or was not at the point that a call belongs to.</summary>
public sealed class PasskeyException : WhatsAppException
{
    internal PasskeyException(PasskeyError error, Exception? innerException = null)
        : base(
            error switch
            {
                PasskeyError.Request => "The server's request for a passkey cannot be read.",
                PasskeyError.Prologue => "The server did not take the answer of the passkey.",
                PasskeyError.Continuation => "What the phone sent after the passkey was refused.",
                PasskeyError.Confirmation => "The server did not take the confirmation of the passkey's code.",
                PasskeyError.NothingToConfirm => "There is no code to compare yet.",
                PasskeyError.UnderWay => "The same step of pairing with a passkey is under way.",
                _ => "Nobody asks for a passkey now.",
            },
            innerException!) => Error = error;

    /// <summary>What failed.</summary>
    public PasskeyError Error { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Error is PasskeyError.Prologue or PasskeyError.Continuation or PasskeyError.Confirmation or PasskeyError.UnderWay;
}

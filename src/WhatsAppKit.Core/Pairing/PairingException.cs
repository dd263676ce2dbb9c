namespace WhatsAppKit.Core.Pairing;

/// <summary>A pairing was refused: what the phone or the server sent does not prove that it belongs to this device.</summary>
public sealed class PairingException : WhatsAppException
{
    private PairingException(string message, int code, string text)
        : base(message)
    {
        Code = code;
        ServerText = text;
    }

    /// <summary>The code the server is told: 401 for a proof that does not hold, 500 for a malformed request.</summary>
    public int Code { get; }

    /// <summary>The word the server is told.</summary>
    internal string ServerText { get; }

    internal static PairingException HmacMismatch() => new("The pairing was refused: the proof of the scan does not match.", 401, "hmac-mismatch");

    internal static PairingException SignatureMismatch() => new("The pairing was refused: the account's signature does not verify.", 401, "signature-mismatch");

    internal static PairingException Internal(string message) => new(message, 500, "internal-error");
}

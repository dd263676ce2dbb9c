using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>Shapes the requests a device makes while a passkey proves its pairing.</summary>
internal static class PasskeyNodes
{
    public const string Options = "passkey_request_options";

    private const int MaxReferenceLength = 1024;

    public static BinaryNode AskOptions() => Request("get", new BinaryNode(Options));

    public static BinaryNode AskReference() => Request("get", new BinaryNode("ref"));

    /// <summary>The server's name for this agreement: it goes into a salt, so it must be plain text.</summary>
    /// <exception cref="ProtocolException">The answer has none.</exception>
    public static string Reference(BinaryNode answer) =>
        answer.Child("ref")?.Bytes is { Length: > 0 and <= MaxReferenceLength } reference && !reference.Span.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E)
            ? Encoding.ASCII.GetString(reference.Span)
            : throw new ProtocolException("The server's answer to a passkey has no reference.");

    public static BinaryNode Prologue(ReadOnlyMemory<byte> credentialId, byte[] assertion, byte[] payload, byte[]? proof)
    {
        BinaryNode[] children =
        [
            new("credential_id", null, credentialId),
            new("webauthn_assertion", null, assertion),
            new("prologue_payload", null, payload),
        ];
        return Request("set", new BinaryNode(
            "passkey_prologue", null, proof is null ? children : [.. children, new BinaryNode("pairing_handoff_proof", null, proof)]));
    }

    public static BinaryNode CompanionNonce(ReadOnlyMemory<byte> nonce) => Request("set", new BinaryNode("companion_nonce", null, nonce));

    public static BinaryNode EncryptedRequest(byte[] sealedRequest) => Request("set", new BinaryNode("encrypted_pairing_request", null, sealedRequest));

    private static BinaryNode Request(string type, BinaryNode child) =>
        new("iq", [("to", Jid.WhatsAppServer), ("type", type), ("xmlns", "md")], child);
}

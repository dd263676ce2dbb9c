using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Pairing.LinkCode;

/// <summary>Shapes the two requests a device makes while it pairs by code.</summary>
internal static class LinkCodeNodes
{
    // The server refuses a name that is not a well-known browser on a well-known system.
    private const string PlatformDisplay = "Chrome (Mac OS)";
    private const int MaxReferenceLength = 1024;

    public static BinaryNode CompanionHello(Jid phone, ReadOnlyMemory<byte> wrappedEphemeral, PublicKey noiseKey) =>
        Request(
            phone,
            "companion_hello",
            [("should_show_push_notification", "true")],
            new BinaryNode("link_code_pairing_wrapped_companion_ephemeral_pub", null, wrappedEphemeral),
            new BinaryNode("companion_server_auth_key_pub", null, noiseKey.Memory),
            new BinaryNode("companion_platform_id", null, Ascii(QrText.Chrome)),
            new BinaryNode("companion_platform_display", null, Ascii(PlatformDisplay)),
            new BinaryNode("link_code_pairing_nonce", null, Ascii("0")));

    public static BinaryNode CompanionFinish(Jid phone, ReadOnlyMemory<byte> bundle, PublicKey identity, ReadOnlyMemory<byte> reference) =>
        Request(
            phone,
            "companion_finish",
            [],
            new BinaryNode("link_code_pairing_wrapped_key_bundle", null, bundle),
            new BinaryNode("companion_identity_public", null, identity.Memory),
            new BinaryNode("link_code_pairing_ref", null, reference));

    /// <summary>The server's name for this attempt, from its answer to the first request.</summary>
    /// <exception cref="ProtocolException">The answer has none.</exception>
    public static ReadOnlyMemory<byte> Reference(BinaryNode answer) =>
        answer.Child("link_code_companion_reg")?.Child("link_code_pairing_ref")?.Bytes is { Length: > 0 and <= MaxReferenceLength } reference
            ? reference
            : throw new ProtocolException("The server's answer to a pairing code has no reference.");

    private static BinaryNode Request(Jid phone, string stage, NodeAttribute[] more, params BinaryNode[] children) =>
        new(
            "iq",
            [("to", Jid.WhatsAppServer), ("type", "set"), ("xmlns", "md")],
            new BinaryNode("link_code_companion_reg", [("jid", phone), ("stage", stage), .. more], children));

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}

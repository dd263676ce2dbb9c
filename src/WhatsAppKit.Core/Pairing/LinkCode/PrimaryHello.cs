using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session;

namespace WhatsAppKit.Core.Pairing.LinkCode;

/// <summary>The phone's first word after its owner typed the code.</summary>
internal sealed record PrimaryHello(ReadOnlyMemory<byte> WrappedEphemeral, PublicKey Identity, ReadOnlyMemory<byte> Reference)
{
    /// <summary>Reads the notification; null when it is about another step of pairing by code.</summary>
    /// <exception cref="ProtocolException">It is this step, and malformed.</exception>
    public static PrimaryHello? Read(BinaryNode notification)
    {
        if (notification.Child("link_code_companion_reg") is not { } step || step["stage"] is not (null or "primary_hello"))
        {
            return null;
        }

        var wrapped = Content(step, "link_code_pairing_wrapped_primary_ephemeral_pub");
        var identity = Content(step, "primary_identity_pub");
        return wrapped.Length >= KeyWrap.WrappedLength && identity.Length == PublicKey.Length
            ? new PrimaryHello(wrapped[..KeyWrap.WrappedLength], new PublicKey(identity.Span), Content(step, "link_code_pairing_ref"))
            : throw new ProtocolException("The phone's answer to a pairing code lacks its keys.");
    }

    private static ReadOnlyMemory<byte> Content(BinaryNode step, string tag) => step.Child(tag)?.Bytes ?? default;
}

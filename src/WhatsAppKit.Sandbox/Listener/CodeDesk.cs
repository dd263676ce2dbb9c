using System.Security.Cryptography;
using System.Text.RegularExpressions;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Pairing.LinkCode;
using WhatsAppKit.Sandbox.Stanzas;

namespace WhatsAppKit.Sandbox.Listener;

/// <summary>The server's side of pairing by code on one connection: it holds the device's half until a phone has the other.</summary>
internal sealed partial class CodeDesk(Registration registration)
{
    private const int ReferenceLength = 16;

    private volatile CodeOffer? _offer;

    /// <summary>What the device asked last; null when it asked for no code.</summary>
    public CodeOffer? Offer => _offer;

    public BinaryNode Answer(BinaryNode iq) => iq.Child("link_code_companion_reg") is not { } step ? Nodes.Unknown(iq) : step["stage"] switch
    {
        "companion_hello" => OnHello(iq, step),
        "companion_finish" => OnFinish(iq, step),
        _ => Nodes.Unknown(iq),
    };

    private static ReadOnlyMemory<byte> Content(BinaryNode step, string tag) => step.Child(tag)?.Bytes ?? default;

    private BinaryNode OnHello(BinaryNode iq, BinaryNode step)
    {
        var wrapped = Content(step, "link_code_pairing_wrapped_companion_ephemeral_pub");
        if (step.Jid("jid") is not { IsPhoneNumber: true } phone
            || wrapped.Length != KeyWrap.WrappedLength
            || !Content(step, "companion_server_auth_key_pub").Span.SequenceEqual(registration.NoiseKey.Span)
            || step.Child("companion_platform_id") is null
            || step.Child("link_code_pairing_nonce") is null
            || !BrowserOnSystem().IsMatch(step.Child("companion_platform_display")?.Text ?? ""))
        {
            return Nodes.Error(iq, 400, "bad-request");
        }

        // A new request replaces the one before.
        var offer = new CodeOffer(phone.User, wrapped, RandomNumberGenerator.GetBytes(ReferenceLength));
        _offer = offer;
        return Nodes.Result(
            iq, new BinaryNode("link_code_companion_reg", null, new BinaryNode("link_code_pairing_ref", null, offer.Reference)));
    }

    private BinaryNode OnFinish(BinaryNode iq, BinaryNode step)
    {
        if (_offer is not { } offer || !Content(step, "link_code_pairing_ref").Span.SequenceEqual(offer.Reference.Span))
        {
            return Nodes.Error(iq, 404, "item-not-found");
        }

        var identity = Content(step, "companion_identity_public");
        if (identity.Length != PublicKey.Length || !offer.Finish(new CodeFinish(Content(step, "link_code_pairing_wrapped_key_bundle"), identity)))
        {
            return Nodes.Error(iq, 400, "bad-request");
        }

        return Nodes.Result(iq);
    }

    [GeneratedRegex(@"^(Chrome|Firefox|Safari|Edge|Opera) \((Windows|Mac OS|Linux|Ubuntu|Android)\)$")]
    private static partial Regex BrowserOnSystem();
}

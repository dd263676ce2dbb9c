using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Credentials;

namespace WhatsAppKit.Core.Pairing;

/// <summary>Reads <c>pair-success</c> and shapes its answers.</summary>
internal static class PairSuccess
{
    /// <summary>Verifies the stanza and returns the credentials of the now paired device.</summary>
    /// <exception cref="PairingException">A proof does not hold, or the stanza is incomplete.</exception>
    public static (DeviceCredentials Credentials, VerifiedIdentity Identity) Verify(BinaryNode iq, DeviceCredentials credentials)
    {
        var success = iq.Child("pair-success")!;
        if (credentials.IsPaired)
        {
            throw PairingException.Internal("The device is already paired.");
        }

        if (success.Child("device") is not { } device
            || device.Jid("jid") is not { Device: > 0, Server: JidServer.PhoneNumber } phone
            || success.Child("device-identity") is not { } container)
        {
            throw PairingException.Internal("The server's confirmation lacks the device or its identity.");
        }

        var identity = DeviceIdentity.Verify(container.Bytes, credentials);
        var paired = credentials with
        {
            PhoneJid = phone,
            LidJid = device.Jid("lid") is { IsLid: true } lid ? lid : null,
            Account = identity.Account,
            Platform = success.Child("platform")?["name"],
        };
        return (paired, identity);
    }

    public static BinaryNode Confirmation(BinaryNode iq, VerifiedIdentity identity) =>
        new(
            "iq",
            [("to", Jid.WhatsAppServer), ("type", "result"), ("id", iq["id"])],
            new BinaryNode(
                "pair-device-sign",
                null,
                new BinaryNode(
                    "device-identity",
                    [("key-index", identity.KeyIndex.ToString(System.Globalization.CultureInfo.InvariantCulture))],
                    identity.Reply())));

    public static BinaryNode Refusal(BinaryNode iq, PairingException error) =>
        new(
            "iq",
            [("to", Jid.WhatsAppServer), ("type", "error"), ("id", iq["id"])],
            new BinaryNode(
                "error", [("code", error.Code.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("text", error.ServerText)]));
}

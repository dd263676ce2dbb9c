using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Sandbox.Observation;
using WhatsAppKit.Sandbox.State;

namespace WhatsAppKit.Sandbox.Strict;

/// <summary>Keys that a device uploads.</summary>
internal static class PreKeyRules
{
    private const int IdLength = 3;

    public static void Check(SandboxObserver observer, Device device, BinaryNode iq)
    {
        var check = new StanzaCheck(observer, device, iq);
        var upload = iq.Child("rotate") ?? iq;
        foreach (var key in upload.Child("list")?.Children ?? [])
        {
            CheckOne(check, device, key);
        }

        if (upload.Child("skey") is not { } signed)
        {
            return;
        }

        var value = signed.Child("value")?.Bytes ?? default;
        var signature = signed.Child("signature")?.Bytes ?? default;
        check.Require(signed.Child("id")?.Bytes.Length == IdLength, "pre-key-id", "The signed key's id has not 3 bytes.");
        var identity = upload.Child("identity")?.Bytes.ToArray() ?? device.Identity;
        check.Require(
            value.Length == PublicKey.Length && identity.Length == PublicKey.Length
            && XEdDsa.Verify(new PublicKey(identity), [PublicKey.DjbType, .. value.Span], signature.Span),
            "pre-key-signature", "The signed key's signature does not verify.");
    }

    /// <summary>A device that is linked anew under the same id has keys of its own.</summary>
    private static void CheckOne(StanzaCheck check, Device device, BinaryNode key)
    {
        var id = key.Child("id")?.Bytes ?? default;
        var value = key.Child("value")?.Bytes ?? default;
        if (!check.Require(
            key.Tag == "key" && id.Length == IdLength && value.Length == PublicKey.Length, "pre-key", "A one-time key has an id of 3 bytes and a value of 32."))
        {
            return;
        }

        var number = Number(id.Span);
        check.Require(number != 0, "pre-key-id", "0 is no key's id.");
        check.Require(device.Conduct.TakesPreKey(number, value.Span, out var isInOrder), "pre-key-id", "The id stands for another key already.");
        check.Require(isInOrder, "order-pre-key", "A new key's id is not higher than those of the keys before it.");
    }

    /// <summary>The key in a request for a repetition: nobody else may get it.</summary>
    public static void CheckFresh(StanzaCheck check, Device device, BinaryNode key)
    {
        var id = key.Child("id")?.Bytes ?? default;
        check.Require(
            id.Length == IdLength && !device.Conduct.HasPreKey(Number(id.Span)), "retry", "The one-time key of the request was uploaded, for anybody to get.");
    }

    private static uint Number(ReadOnlySpan<byte> id) => ((uint)id[0] << 16) | ((uint)id[1] << 8) | id[2];
}

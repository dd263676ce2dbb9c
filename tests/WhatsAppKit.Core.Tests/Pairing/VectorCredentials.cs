using System.Text.Json;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session.Credentials;
using WhatsAppKit.TestKit;

namespace WhatsAppKit.Core.Tests.Pairing;

/// <summary>The device whose keys the sections of <c>transport.json</c> share.</summary>
internal static class VectorCredentials
{
    public const uint RegistrationId = 4660;

    public static JsonElement File { get; } = Vectors.Json("transport.json");

    public static DeviceCredentials Create()
    {
        var signed = File.GetProperty("primitives").GetProperty("signedPreKey");
        var adv = File.GetProperty("adv");
        return new DeviceCredentials
        {
            NoiseKey = new KeyPair(new PrivateKey(File.GetProperty("noise").GetProperty("keys").GetProperty("client-static").Hex("priv"))),
            IdentityKey = new KeyPair(new PrivateKey(adv.GetProperty("companionIdentity").Hex("priv"))),
            SignedPreKey = new SignedPreKey(1, new KeyPair(new PrivateKey(signed.Hex("preKeyPriv"))), signed.Hex("signature")),
            RegistrationId = RegistrationId,
            AdvSecret = adv.Hex("advSecret"),
        };
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Crypto;
using WhatsAppKit.Core.Session.Credentials;

namespace WhatsAppKit.Benchmarks.Connections;

/// <summary>
/// The n-th device that is linked before the measurement begins. Server, gateway and Node know it without a word: its Noise
/// key is the hash of a text, which <c>idle.mjs</c> makes in the same way.
/// </summary>
internal static class LinkedDevice
{
    public const int Id = 1;

    public static string Number(int n) => (15_550_000_000 + n).ToString(CultureInfo.InvariantCulture);

    public static KeyPair NoiseKey(int n) =>
        new(new PrivateKey(SHA256.HashData(Encoding.ASCII.GetBytes("noise-" + n.ToString(CultureInfo.InvariantCulture)))));

    public static DeviceCredentials Credentials(int n, DateTimeOffset now)
    {
        var identity = KeyPair.Generate();
        return new DeviceCredentials
        {
            NoiseKey = NoiseKey(n),
            IdentityKey = identity,
            SignedPreKey = SignedPreKey.Generate(1, identity),
            SignedPreKeySince = now,
            RegistrationId = 1,
            AdvSecret = new byte[32],
            PhoneJid = Jid.FromPhoneNumber(Number(n)).WithDevice(Id),
        };
    }
}

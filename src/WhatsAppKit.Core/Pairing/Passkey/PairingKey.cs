using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Crypto;

namespace WhatsAppKit.Core.Pairing.Passkey;

/// <summary>The key that device and phone have agreed on: it seals what the device tells the phone about itself.</summary>
internal sealed class PairingKey : IDisposable
{
    public const int Length = 32;

    private readonly byte[] _key = GC.AllocateUninitializedArray<byte>(Length, pinned: true);

    private PairingKey()
    {
    }

    public ReadOnlySpan<byte> Span => _key;

    /// <summary>Derives the key from the agreed secret; the salt ties it to the kind of device and to the server's reference.</summary>
    public static PairingKey Derive(ReadOnlySpan<byte> shared, int deviceType, string reference)
    {
        var key = new PairingKey();
        var salt = string.Create(CultureInfo.InvariantCulture, $"Companion Pairing {deviceType} with ref {reference}");
        Hkdf.Derive(shared, Encoding.ASCII.GetBytes(salt), "Pairing Information Encryption Key"u8, key._key);
        return key;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    public override string ToString() => "[pairing key]";
}

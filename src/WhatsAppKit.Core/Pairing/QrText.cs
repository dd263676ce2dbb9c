using System.Text;
using WhatsAppKit.Core.Session.Credentials;

namespace WhatsAppKit.Core.Pairing;

/// <summary>The text of a QR code: the server's reference, our public keys and the secret that proves the scan.</summary>
internal static class QrText
{
    private const string Prefix = "https://wa.me/settings/linked_devices#";

    /// <summary>The platform number of a client that is no known browser.</summary>
    public const string OtherWebClient = "9";

    /// <summary>Chrome's number: what <see cref="WhatsAppClientOptions.DeviceName"/> is shown with.</summary>
    public const string Chrome = "1";

    public static string Create(ReadOnlyMemory<byte> reference, DeviceCredentials credentials, string platform = Chrome) =>
        string.Join(
            ',',
            Prefix + Encoding.ASCII.GetString(reference.Span),
            Convert.ToBase64String(credentials.NoiseKey.PublicKey.Span),
            Convert.ToBase64String(credentials.IdentityKey.PublicKey.Span),
            Convert.ToBase64String(credentials.AdvSecret.Span),
            platform);
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WhatsAppKit.Sandbox.Media;

/// <summary>A certificate authority that lives and dies with its sandbox, and the one certificate it signs.</summary>
internal sealed class MediaAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public MediaAuthority()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // The clock of the system decides here, whatever clock the sandbox runs on: TLS on both sides asks the system's.
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
        var root = new CertificateRequest("CN=WhatsAppKit sandbox media root", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using var authority = root.CreateSelfSigned(from, to);
        CertificatePem = authority.ExportCertificatePem();
        Server = Sign(authority, from, to);
    }

    /// <summary>The root, for clients to trust.</summary>
    public string CertificatePem { get; }

    /// <summary>The media server's certificate, with its key.</summary>
    public X509Certificate2 Server { get; }

    public void Dispose() => Server.Dispose();

    private static X509Certificate2 Sign(X509Certificate2 authority, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        using var signed = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(16));
        using var withKey = signed.CopyWithPrivateKey(key);

        // Some systems serve TLS only from a key that went through a container.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}

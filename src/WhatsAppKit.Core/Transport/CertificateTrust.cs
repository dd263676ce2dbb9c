using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WhatsAppKit.Core.Transport;

/// <summary>Accepts a host's certificate when the system does, or when its chain ends in one of the extra roots. The name must always match.</summary>
internal sealed class CertificateTrust
{
    private readonly X509Certificate2Collection _roots = [];

    /// <exception cref="ArgumentException">The text holds no certificate in PEM.</exception>
    public CertificateTrust(string pem)
    {
        try
        {
            _roots.ImportFromPem(pem);
        }
        catch (CryptographicException error)
        {
            throw new ArgumentException("A trusted certificate cannot be read.", nameof(pem), error);
        }

        if (_roots.Count == 0)
        {
            throw new ArgumentException("The trusted certificates hold no certificate in PEM.", nameof(pem));
        }
    }

    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_roots);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var leaf = X509CertificateLoader.LoadCertificate(certificate.Export(X509ContentType.Cert));
        return own.Build(leaf);
    }
}

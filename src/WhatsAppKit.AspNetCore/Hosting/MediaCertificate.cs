using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>The setting that names certificates: as text, or as a file that holds the text.</summary>
internal static class MediaCertificate
{
    private const string Begin = "-----BEGIN ";

    /// <summary>The PEM text a setting stands for. What is neither text nor a readable file stays as it is, for validation to report.</summary>
    public static string? Read(string? setting, string contentRoot)
    {
        if (string.IsNullOrWhiteSpace(setting) || setting.Contains(Begin, StringComparison.Ordinal))
        {
            return setting;
        }

        try
        {
            var text = File.ReadAllText(Path.GetFullPath(setting, contentRoot));
            return string.IsNullOrWhiteSpace(text) ? setting : text;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return setting;
        }
    }

    /// <summary>True for text with at least one certificate.</summary>
    public static bool IsPem(string text)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
            return certificates.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }
        }
    }
}

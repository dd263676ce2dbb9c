namespace WhatsAppKit.Core.Media;

/// <summary>Limits and means of uploads and downloads.</summary>
public sealed record MediaOptions
{
    /// <summary>The largest file to upload, in bytes before encryption. Default: 2 GiB.</summary>
    public long MaxUploadBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>The largest file to download, in bytes after decryption. Default: 2 GiB.</summary>
    public long MaxDownloadBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Where encrypted files wait while they travel; readable by their owner only. Default: the system's temporary folder.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>Root certificates (PEM) trusted for media hosts besides the system's, as a test server needs. Default: none.</summary>
    public string? TrustedCertificates { get; init; }

    /// <summary>How long a transfer may stand still before it counts as broken. Default: 60 seconds.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait for the phone's answer to a re-upload request. Default: 60 seconds.</summary>
    public TimeSpan ReuploadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Makes the HTTP handler, once per client; it must not follow redirects, and is not disposed, so it may be shared.
    /// Default: one handler for all clients of the process that trust the same certificates.
    /// </summary>
    public Func<HttpMessageHandler>? HandlerFactory { get; init; }

    /// <summary>Makes thumbnails. Default: none are made.</summary>
    public IThumbnailer? Thumbnailer { get; init; }
}

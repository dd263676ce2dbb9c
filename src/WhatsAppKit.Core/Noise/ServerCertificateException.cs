namespace WhatsAppKit.Core.Noise;

/// <summary>The server's certificate chain does not end in the trusted root key, or is not valid now.</summary>
public sealed class ServerCertificateException : WhatsAppException
{
    internal ServerCertificateException(string message, bool isClockSuspect = false)
        : base(message) => IsClockSuspect = isClockSuspect;

    /// <summary>True when only the dates do not fit: this machine's clock may be wrong.</summary>
    public bool IsClockSuspect { get; }
}

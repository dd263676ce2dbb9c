using System.Net;

namespace WhatsAppKit.Core.Transport;

/// <summary>
/// One HTTP handler, with its pooled connections, for all clients of the process that trust the same certificates. It lives
/// as long as one of them does.
/// </summary>
/// <param name="configure">Sets what the handlers of this kind have beyond redirects, compression and cookies, which none follows.</param>
internal sealed class SharedInvokers(Action<SocketsHttpHandler> configure)
{
    private readonly Dictionary<string, WeakReference<HttpMessageInvoker>> _shared = [];
    private readonly Lock _gate = new();

    /// <param name="trustedCertificates">Root certificates (PEM) trusted besides the system's; null for none.</param>
    /// <exception cref="ArgumentException">The trusted certificates are no PEM.</exception>
    public HttpMessageInvoker For(string? trustedCertificates)
    {
        var key = trustedCertificates ?? "";
        lock (_gate)
        {
            if (_shared.TryGetValue(key, out var known) && known.TryGetTarget(out var alive))
            {
                return alive;
            }

            foreach (var gone in _shared.Where(entry => !entry.Value.TryGetTarget(out _)).Select(entry => entry.Key).ToArray())
            {
                _shared.Remove(gone);
            }

            var invoker = new HttpMessageInvoker(Create(key));
            _shared[key] = new WeakReference<HttpMessageInvoker>(invoker);
            return invoker;
        }
    }

    private SocketsHttpHandler Create(string pem)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, UseCookies = false };
        configure(handler);
        if (pem.Length > 0)
        {
            var trust = new CertificateTrust(pem);
            handler.SslOptions.RemoteCertificateValidationCallback = trust.Accepts;
        }

        return handler;
    }
}

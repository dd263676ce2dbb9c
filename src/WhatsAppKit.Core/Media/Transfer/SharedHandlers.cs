using System.Net;

namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>
/// One HTTP handler, with its pooled connections, for all clients of the process that trust the same certificates. It lives
/// as long as one of them does.
/// </summary>
internal static class SharedHandlers
{
    private static readonly Dictionary<string, WeakReference<HttpMessageInvoker>> Shared = [];
    private static readonly Lock Gate = new();

    /// <exception cref="ArgumentException">The trusted certificates are no PEM.</exception>
    public static HttpMessageInvoker For(MediaOptions options)
    {
        if (options.HandlerFactory is { } factory)
        {
            return new HttpMessageInvoker(factory(), disposeHandler: false);
        }

        var key = options.TrustedCertificates ?? "";
        lock (Gate)
        {
            if (Shared.TryGetValue(key, out var known) && known.TryGetTarget(out var alive))
            {
                return alive;
            }

            foreach (var gone in Shared.Where(entry => !entry.Value.TryGetTarget(out _)).Select(entry => entry.Key).ToArray())
            {
                Shared.Remove(gone);
            }

            var invoker = new HttpMessageInvoker(Create(key));
            Shared[key] = new WeakReference<HttpMessageInvoker>(invoker);
            return invoker;
        }
    }

    private static SocketsHttpHandler Create(string pem)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        };
        if (pem.Length > 0)
        {
            var trust = new CertificateTrust(pem);
            handler.SslOptions.RemoteCertificateValidationCallback = trust.Accepts;
        }

        return handler;
    }
}

using WhatsAppKit.Core.Transport;

namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>What files travel through: one handler for all clients of the process that trust the same certificates.</summary>
internal static class SharedHandlers
{
    private static readonly SharedInvokers Shared = new(handler =>
    {
        handler.ConnectTimeout = TimeSpan.FromSeconds(20);
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30);
    });

    /// <exception cref="ArgumentException">The trusted certificates are no PEM.</exception>
    public static HttpMessageInvoker For(MediaOptions options) =>
        options.HandlerFactory is { } factory ? new HttpMessageInvoker(factory(), disposeHandler: false) : Shared.For(options.TrustedCertificates);
}

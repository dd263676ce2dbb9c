using System.Net.WebSockets;

namespace WhatsAppKit.Core.Transport;

/// <summary>Opens WebSocket connections. All of them share one handler, and no connection has a timer of its own.</summary>
internal static class WebSocketDialer
{
    private const string Origin = "https://web.whatsapp.com";

    private static readonly SharedInvokers Shared = new(static _ => { });

    /// <summary>What connections are opened through; it must be held as long as connections are wanted.</summary>
    /// <param name="trustedCertificates">Root certificates (PEM) trusted besides the system's; null for none.</param>
    /// <exception cref="ArgumentException">The trusted certificates are no PEM.</exception>
    public static HttpMessageInvoker Through(string? trustedCertificates) => Shared.For(trustedCertificates);

    /// <exception cref="TransportException">The server was not reached in time, or refused the upgrade.</exception>
    public static async Task<FrameSocket> ConnectAsync(
        Uri endpoint, HttpMessageInvoker through, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", Origin);
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        socket.Options.CollectHttpResponseDetails = true;
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(endpoint, through, both.Token).ConfigureAwait(false);
            return new FrameSocket(socket);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or HttpRequestException)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw Refused(endpoint, status, error);
        }
    }

    private static TransportException Refused(Uri endpoint, int status, Exception error)
    {
        var message = status == 0 ? $"{endpoint.Host} was not reached." : $"{endpoint.Host} refused the connection with HTTP {status}.";
        return new TransportException(message, status is 0 or 408 or (>= 500 and <= 504), error) { HttpStatus = status == 0 ? null : status };
    }
}

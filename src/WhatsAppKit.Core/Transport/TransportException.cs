using System.Net.WebSockets;

namespace WhatsAppKit.Core.Transport;

/// <summary>The connection could not be opened, or broke.</summary>
public sealed class TransportException : WhatsAppException
{
    internal TransportException(string message, bool isTransient = true, Exception? innerException = null)
        : base(message, innerException) => IsTransient = isTransient;

    /// <inheritdoc/>
    public override bool IsTransient { get; }

    /// <summary>The HTTP status that refused the upgrade, when there was one.</summary>
    public int? HttpStatus { get; internal init; }

    /// <summary>The WebSocket close status, when the other side gave one.</summary>
    public WebSocketCloseStatus? CloseStatus { get; internal init; }
}

namespace WhatsAppKit.Core.Noise;

/// <summary>The handshake or a frame does not authenticate; the connection cannot be used.</summary>
public sealed class NoiseException : WhatsAppException
{
    internal NoiseException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}

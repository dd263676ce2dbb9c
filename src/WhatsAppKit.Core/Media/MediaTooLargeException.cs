namespace WhatsAppKit.Core.Media;

/// <summary>The file is larger than the configured limit, or than the server accepts.</summary>
public sealed class MediaTooLargeException : WhatsAppException
{
    internal MediaTooLargeException(string reason, long? limit = null)
        : base($"The file is too large: {reason}.") => Limit = limit;

    /// <summary>The limit in bytes; null when the server refused without naming one.</summary>
    public long? Limit { get; }
}

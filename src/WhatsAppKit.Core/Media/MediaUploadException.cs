namespace WhatsAppKit.Core.Media;

/// <summary>No host took the file.</summary>
public sealed class MediaUploadException : WhatsAppException
{
    internal MediaUploadException(string reason, int? status = null, Exception? innerException = null)
        : base($"The file cannot be uploaded: {reason}.", innerException) => Status = status;

    /// <summary>The HTTP status of the last answer; null when no host answered.</summary>
    public int? Status { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Status is null or 401 or 408 or 429 or >= 500 and not 507;
}

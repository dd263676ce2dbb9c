namespace WhatsAppKit.Core.Media;

/// <summary>The file cannot be had: the hosts refuse it, do not have it any more, or cannot be reached.</summary>
public sealed class MediaUnavailableException : WhatsAppException
{
    internal MediaUnavailableException(string reason, int? status = null, bool mayReupload = false, Exception? innerException = null)
        : base($"The file cannot be downloaded: {reason}.", innerException)
    {
        Status = status;
        MayReupload = mayReupload;
    }

    /// <summary>The HTTP status that decided, such as 404; null when no host answered.</summary>
    public int? Status { get; }

    /// <summary>True when <see cref="MediaService.RequestReuploadAsync"/> may help: the file is gone (404, 410), or its address has expired (403).</summary>
    public bool MayReupload { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Status is null or 408 or 429 or >= 500 and not 507;
}

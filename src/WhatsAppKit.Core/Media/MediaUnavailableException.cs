namespace WhatsAppKit.Core.Media;

/// <summary>The file cannot be had: the hosts refuse it, do not have it any more, or cannot be reached.</summary>
public sealed class MediaUnavailableException : WhatsAppException
{
    private readonly bool _isTransient;

    private MediaUnavailableException(string reason, bool isTransient, Exception? innerException)
        : base($"The file cannot be downloaded: {reason}.", innerException) => _isTransient = isTransient;

    /// <summary>The HTTP status that decided, such as 404; null when no host answered.</summary>
    public int? Status { get; private init; }

    /// <summary>True when <see cref="MediaService.RequestReuploadAsync"/> may help: the file is gone (404, 410), or its address has expired (403).</summary>
    public bool MayReupload { get; private init; }

    /// <inheritdoc/>
    public override bool IsTransient => _isTransient;

    internal static MediaUnavailableException BadAddress() => new("it is named by no usable address", isTransient: false, null);

    internal static MediaUnavailableException Refused(int status, bool mayReupload) =>
        new($"the host answered {status}", isTransient: false, null) { Status = status, MayReupload = mayReupload };

    internal static MediaUnavailableException GaveUp(int? status, Exception? innerException) =>
        new(
            status is null ? "no host could be reached" : $"the hosts answered {status} again and again",
            isTransient: status is null or 408 or 429 or >= 500,
            innerException)
        {
            Status = status,
        };
}
